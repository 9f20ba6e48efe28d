"""The teacher's gradebook: a folder of learners' files as tables and one readable page.

A file's marks are not believed: every answer is marked again from the exercise, its seed and the
answer itself. Nothing that was handed in is dropped in silence; what cannot be read, marked or
matched is listed with the reason.

`book.write_gradebook` is where it begins.
"""
