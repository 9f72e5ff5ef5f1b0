"""The pure core: observations become signals, shapes relate signals in time, and judge weighs what fits."""
