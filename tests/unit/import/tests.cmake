# SPDX-License-Identifier: Apache-2.0
chartwright_test(import NETWORK
  SOURCES import/test_manifest_file.cpp import/test_manifest_import.cpp
    import/test_hostile_manifests.cpp import/test_live_objects.cpp import/test_round_trip.cpp
  LINKS chartwright::import chartwright::test_topologies chartwright::test_support)
