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
    Path here; // in the form that positions are noted in
    for (const Path::Step &step : wanted.steps()) {
        here = step.kind == Path::Step::Kind::Key
                   ? here.key(step.name)
                   : here.index(indexOf(at(m_file, here).list(), here.last().name, step));
        const auto noted = m_positions.constFind(here.text());
        if (noted == m_positions.cend())
            break;
        if (here.size() > 1)
            best = *noted;
    }
    return best;
}

} // namespace chartwright
