// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "external/minikube_output.h"
#include "external/tool.h"

namespace chartwright {

/// What minikube gives as its reason (pkg/minikube/reason), in our words with what to do about it;
/// of an id that is not known, its own words and advice. Any thread.
ToolFailure minikubeFailure(const MinikubeEvent &error);
/// Of a command that prints plain text: "Exiting due to GUEST_IMAGE_LOAD: …".
ToolFailure minikubeFailure(const ToolFailure &failure);
/// Other settings of the profile (driver, processors, memory) would help.
bool wantsOtherSettings(const ToolFailure &failure);

} // namespace chartwright
