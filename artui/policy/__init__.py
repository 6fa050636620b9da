"""YAML policies: loaded strictly, checked whole, known by revision."""
