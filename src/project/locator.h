// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "model/resource.h"
#include "tree/yaml.h"

namespace chartwright {

/// Finds the lines of a topology.yaml that resources and fields stand on. Reads all of it: made
/// where a line is to be told, not for every file.
class Locator
{
public:
    explicit Locator(const QByteArray &bytes);

    /// Of the field, or of the nearest thing round it that has a line of its own; the first line if
    /// the resource is not there.
    Position find(const ResourceId &resource, const Path &field = {}) const;

private:
    Value m_file;
    Positions m_positions;
};

} // namespace chartwright
