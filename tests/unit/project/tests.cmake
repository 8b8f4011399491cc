# SPDX-License-Identifier: Apache-2.0
chartwright_test(project
  SOURCES project/test_autosave.cpp project/test_export.cpp project/test_fragment.cpp
    project/test_inside.cpp project/test_project.cpp project/test_safe_write.cpp
    project/test_topology_file.cpp
  LINKS chartwright::project chartwright::test_topologies chartwright::test_support)
