# SPDX-License-Identifier: Apache-2.0
chartwright_test(deploy NETWORK
  SOURCES cluster/channel_server.cpp cluster/channel_server.h cluster/scripted_server.cpp
    cluster/scripted_server.h deploy/archives.h deploy/test_address.cpp
    deploy/test_address_run.cpp deploy/test_applied_record.cpp deploy/test_apply_run.cpp
    deploy/test_helm_compare.cpp deploy/test_image_archive.cpp deploy/test_image_plan.cpp
    deploy/test_image_run.cpp deploy/test_live_words.cpp deploy/test_pod_cause.cpp
    deploy/test_release_revision.cpp
  LINKS chartwright::deploy chartwright::test_support chartwright::test_topologies)
