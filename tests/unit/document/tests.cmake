# SPDX-License-Identifier: Apache-2.0
chartwright_test(document GUI
  SOURCES document/test_document.cpp document/test_selection.cpp document/test_undo_property.cpp
  LINKS chartwright::document chartwright::test_topologies)
