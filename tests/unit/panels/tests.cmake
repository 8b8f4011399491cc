# SPDX-License-Identifier: Apache-2.0
chartwright_test(panels GUI
  SOURCES panels/fixture.h panels/test_env_import.cpp panels/test_keyboard.cpp panels/test_lists.cpp
    panels/test_panel_problems.cpp panels/test_panel_rows.cpp panels/test_pictures.cpp
    panels/test_preview_changes.cpp panels/test_preview_job.cpp panels/test_problems_look.cpp
    panels/test_problems_place.cpp panels/test_property_panel.cpp panels/test_search.cpp
    panels/test_used_by.cpp
  LINKS chartwright::panels chartwright::kinds chartwright::test_topologies)
# What sees Qt6::Network has other definitions than the header that the others are precompiled with.
chartwright_test(panels_cluster GUI SOURCES panels/test_releases.cpp
  LINKS chartwright::panels chartwright::deploy)
