"""Every kind of kernel message, in the wording of every kernel, in every form in which logs are printed."""
