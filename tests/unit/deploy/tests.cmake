# SPDX-License-Identifier: Apache-2.0
chartwright_test(deploy NETWORK SOURCES deploy/test_live_words.cpp deploy/test_pod_cause.cpp
  LINKS chartwright::deploy chartwright::test_support)
