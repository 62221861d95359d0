"""When, and in what order: Prefect. No logic here; the stages are voc.pipeline's."""
