// SPDX-License-Identifier: Apache-2.0
#include "secrets/env_import.h"

#include "kinds/kept_values.h"
#include "model/edits.h"

#include <QCoreApplication>

namespace chartwright {
namespace {

/// The target as it is, or a new one; nullopt where it is gone.
std::optional<Resource> resourceOf(Topology &topology, const EnvTarget &target, const QString &kind)
{
    if (target.id.text.isEmpty()) {
        Resource made = newResource(topology, kind, target.name);
        topology.place(made.id, target.place);
        return made;
    }
    const ResourcePtr found = topology.find(target.id);
    return found && found->kind == kind ? std::optional(*found) : std::nullopt;
}

} // namespace

Edit importEdit(const Topology &topology, const EnvImport &import, QList<ResourceId> *targets)
{
    Topology after = topology;
    const auto put = [&](const EnvTarget &target, const QString &kind, const auto &fill) {
        std::optional<Resource> resource = resourceOf(after, target, kind);
        if (!resource)
            return;
        fill(resource->fields);
        if (targets)
            targets->append(resource->id);
        after.put(*std::move(resource));
    };
    const QString source = QStringLiteral("source");
    if (!import.secrets.isEmpty()) {
        put(import.secret, QStringLiteral("Secret"), [&](Value &fields) {
            for (const EnvImport::Kept &kept : import.secrets) {
                const Path key = Path().key(QStringLiteral("data")).key(kept.key);
                if (!at(fields, key).isMap())
                    fields = with(fields, key, Map());
                fields = with(fields, key.key(source), import.source);
                if (!kept.id.isEmpty())
                    fields = with(fields, keptValuePath(kept.key), kept.id);
            }
        });
    }
    if (!import.settings.isEmpty()) {
        put(import.config, QStringLiteral("ConfigMap"), [&](Value &fields) {
            const Path about = Path().key(QStringLiteral("design")).key(QStringLiteral("keys"));
            for (const EnvImport::Setting &s : import.settings) {
                fields = with(fields, Path().key(QStringLiteral("data")).key(s.key), s.text);
                fields = with(fields, about.key(s.key).key(source), import.source);
            }
        });
    }
    return difference(topology, after,
                      QCoreApplication::translate("EnvImport", "Import %1").arg(import.source));
}

} // namespace chartwright
