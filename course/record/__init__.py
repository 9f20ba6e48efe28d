"""What the learner did: attempts and guesses, kept on this computer, carried in one small file.

Nothing here knows who the learner is: the id is random, and a name stands in it only if the
learner types one.
"""

from course.record.entries import Attempt, Guess, new_id, now
from course.record.errors import NotRead, NotSaved, RecordFileError
from course.record.file import RecordFile, file_name, read_file, write_file
from course.record.store import Merged, PassedOver, Record, open_record, record_exists, record_path

__all__ = [
    "Attempt",
    "Guess",
    "Merged",
    "NotRead",
    "NotSaved",
    "PassedOver",
    "Record",
    "RecordFile",
    "RecordFileError",
    "file_name",
    "new_id",
    "now",
    "open_record",
    "read_file",
    "record_exists",
    "record_path",
    "write_file",
]
