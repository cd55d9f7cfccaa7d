"""The design system: tokens, components and template tags, without any domain."""
