# SPDX-License-Identifier: Apache-2.0
chartwright_test(deploy NETWORK SOURCES deploy/test_live_words.cpp LINKS chartwright::deploy)
