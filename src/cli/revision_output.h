// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cli/console.h"
#include "deploy/release_revision.h"

namespace chartwright::cli {

/// For people: what differs between two revisions, the values first; a line an object, one a field.
void tellChanges(const RevisionChanges &changes, Console &console);
/// {"values": [{"path", "before", "after"}], "objects": […]}, these as differenceValue() has them.
Value changesValue(const RevisionChanges &changes);

} // namespace chartwright::cli
