"""Pictures of a spec: the references around a type, as Mermaid and as SVG."""
