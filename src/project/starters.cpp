// SPDX-License-Identifier: Apache-2.0
#include "project/starters.h"

#include "project/safe_write.h"
#include "tree/yaml.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

// A static library's resources are only linked in where they are asked for.
static void loadStarters() { Q_INIT_RESOURCE(starters); }

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Starters", text); }

QString folderOf(const QString &name) { return QLatin1String(":/starters/") + name; }

/// The same drawing under ids of its own, so that two copies of a starter can be told apart.
Topology withNewIds(const Topology &original)
{
    QHash<ResourceId, ResourceId> ids;
    Topology copy(original.kinds());
    copy.setExtra(original.extra());
    for (const ResourcePtr &r : original.resources()) {
        ids.insert(r->id, copy.newId(r->name));
        Resource placeholder = *r;
        placeholder.id = ids.value(r->id);
        copy.put(std::move(placeholder));
    }
    for (const ResourcePtr &r : original.resources()) {
        Resource made = *r;
        made.id = ids.value(r->id);
        made.fields = mapRefs(r->fields, [&](const Ref &ref) {
            return Ref{ids.value(ref.target, ref.target), ref.part};
        });
        copy.put(std::move(made));
        copy.place(ids.value(r->id), original.placement(r->id));
    }
    return copy;
}

} // namespace

QList<Starter> starters()
{
    loadStarters();
    const QList<Starter> all{
        {QStringLiteral("empty"), tr("Empty chart"), tr("A chart with nothing in it yet.")},
        {QStringLiteral("todo-app"), tr("Todo application"),
         tr("A frontend, a backend, their services, configuration, secrets and an ingress.")},
    };
    QList<Starter> out;
    for (const Starter &s : all) {
        if (QFileInfo::exists(folderOf(s.name) + u'/' + ProjectFileName))
            out.append(s);
    }
    return out;
}

Result<LoadedProject> newFromStarter(const QString &name, const Kinds &kinds)
{
    const QList<Starter> all = starters();
    const bool known =
        std::any_of(all.begin(), all.end(), [&](const Starter &s) { return s.name == name; });
    if (!known) {
        QStringList names;
        for (const Starter &s : all)
            names.append(s.name);
        return failure(tr("there is no starter \"%1\"").arg(name), {},
                       tr("Choose one of: %1.").arg(names.join(QLatin1String(", "))));
    }
    const QString file = folderOf(name) + u'/' + ProjectFileName;
    const auto bytes = readFile(file, ReadLimits::project().bytes);
    if (!bytes)
        return tl::unexpected(bytes.error());
    const auto topology = readTopology(*bytes, file, kinds);
    if (!topology)
        return tl::unexpected(topology.error());
    return LoadedProject{withNewIds(*topology), {}, folderOf(name), {}};
}

} // namespace chartwright
