"""All contributors' officers for all posts, at the scale of the world, with a proof."""
