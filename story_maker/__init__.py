"""Makes the sample bundles: declared stories, filled into forms of real kernels and printed by real kubectl."""
