# SPDX-License-Identifier: Apache-2.0
chartwright_test(canvas GUI
  SOURCES canvas/fixture.h canvas/test_far_view.cpp canvas/test_gestures.cpp
    canvas/test_inserting.cpp canvas/test_layout.cpp
    canvas/test_navigation.cpp canvas/test_pictures.cpp canvas/test_wiring.cpp
  LINKS chartwright::canvas chartwright::kinds chartwright::project)
