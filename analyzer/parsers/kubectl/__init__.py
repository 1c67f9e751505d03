"""Facts from API objects and from what kubectl prints of them."""
