// SPDX-License-Identifier: Apache-2.0
#include "project/locator.h"

namespace chartwright {

Locator::Locator(const QByteArray &bytes)
{
    (void)readYaml(bytes, {}, ReadLimits::project(), &m_positions);
}

Position Locator::find(const ResourceId &resource, const Path &field) const
{
    const Path block = Path(QStringLiteral("resources")).key(resource.text);
    for (Path path = block.key(QStringLiteral("fields")) / field; path.size() > 1;
         path = path.parent()) {
        if (const auto it = m_positions.constFind(path.text()); it != m_positions.cend())
            return *it;
    }
    return {1, 1};
}

} // namespace chartwright
