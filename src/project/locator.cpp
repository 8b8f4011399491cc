// SPDX-License-Identifier: Apache-2.0
#include "project/locator.h"

namespace chartwright {

Locator::Locator(const QByteArray &bytes)
{
    ReadLimits limits = ReadLimits::project();
    limits.positionDepth = limits.depth;
    if (auto read = readYaml(bytes, {}, limits, &m_positions))
        m_file = std::move(*read);
}

Position Locator::find(const ResourceId &resource, const Path &field) const
{
    const Path wanted =
        Path(QStringLiteral("resources")).key(resource.text).key(QStringLiteral("fields")) / field;
    Position best{1, 1};
    const Value *node = &m_file;
    Path here; // in the form that positions are noted in
    QString listKey;
    for (const Path::Step &step : wanted.steps()) {
        if (step.kind == Path::Step::Kind::Key) {
            node = node->map().find(step.name);
            here = here.key(step.name);
            listKey = step.name;
        } else {
            const List &list = node->list();
            const qsizetype i = indexOf(list, listKey, step);
            node = i >= 0 ? &list[i] : nullptr;
            here = here.index(i);
        }
        if (!node)
            break;
        const auto at = m_positions.constFind(here.text());
        if (here.size() > 1 && at != m_positions.cend())
            best = *at;
    }
    return best;
}

} // namespace chartwright
