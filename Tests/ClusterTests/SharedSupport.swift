// What the tests of several targets share is at hand in every file.
@_exported import TestSupport
