"""The widget kit: what turns a lab's inputs, numbers and chart into something to move and read."""
