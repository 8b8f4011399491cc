// SPDX-License-Identifier: Apache-2.0
#include "import/sorting.h"

#include "import/server_defaults.h"
#include "kinds/manifest_kind.h"

#include <QCoreApplication>
#include <QHash>
#include <QSet>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("ManifestImport", text); }

} // namespace

QString reasonToLeave(const Value &object, const QString &title)
{
    const Value &metadata = object[u"metadata"];
    const QString kind = object[u"kind"].toString(), name = metadata[u"name"].toString(),
                  version = object[u"apiVersion"].toString();
    if (const List owners = metadata[u"ownerReferences"].list(); !owners.isEmpty()) {
        const Value &owner = owners.first();
        return tr("%1 is left out: %2 %3 makes it")
            .arg(title, owner[u"kind"].scalarText(), owner[u"name"].scalarText());
    }
    const QString type = object[u"type"].toString();
    if (kind == u"Secret" &&
        (type == u"helm.sh/release.v1" || type == u"kubernetes.io/service-account-token"))
        return tr("%1 is left out: it is the bookkeeping of Helm or of the cluster").arg(title);
    if (metadata[u"labels"].map().contains(u"chartwright.org/record"))
        return tr("%1 is left out: it notes what Chartwright has applied").arg(title);
    const bool made = (kind == u"ConfigMap" && name == u"kube-root-ca.crt") ||
                      (kind == u"ServiceAccount" && name == u"default") ||
                      (kind == u"Service" && name == u"kubernetes" &&
                       metadata[u"labels"][u"provider"].toString() == u"kubernetes") ||
                      (kind == u"Endpoints" && version == u"v1" && isLive(object)) ||
                      kind == u"Event" || kind == u"Lease";
    if (made)
        return tr("%1 is left out: the cluster makes it").arg(title);
    if (kind == u"Kustomization" && version.startsWith(u"kustomize.config.k8s.io/"))
        return tr("%1 is left out: import what \"kubectl kustomize\" makes of the folder")
            .arg(title);
    return {};
}

namespace {

QString identityOf(const QString &apiVersion, const QString &kind, const QString &ns,
                   const QString &name)
{
    return QStringList{apiVersion.section(u'/', 0, -2), kind, ns, name}.join(u'\n');
}

/// The namespace that all objects which name one stand in.
QString commonNamespace(const QList<SortedObject> &objects)
{
    QSet<QString> all;
    for (const SortedObject &o : objects)
        all.insert(o.ns);
    all.remove({});
    return all.size() == 1 ? *all.begin() : QString();
}

class Sorting
{
public:
    Result<void> take(const ManifestObject &read)
    {
        const Value &object = read.object;
        const Value &version = object[u"apiVersion"], &kind = object[u"kind"];
        if (version.isNull() && kind.isNull()) {
            m_strangers.append({read.where, tr("This is left out: it is no object of Kubernetes, "
                                               "it has neither apiVersion nor kind")});
            return {};
        }
        if (version.toString().isEmpty() || kind.toString().isEmpty())
            return failure(tr("the object has no %1")
                               .arg(version.toString().isEmpty() ? QStringLiteral("apiVersion")
                                                                 : QStringLiteral("kind")),
                           read.where, tr("Write both, as in \"apiVersion: v1\"."));
        const Value &metadata = object[u"metadata"];
        const QString name = metadata[u"name"].toString(metadata[u"generateName"].toString());
        SortedObject out{asWritten(object),
                         read.where,
                         version.toString(),
                         kind.toString(),
                         metadata[u"namespace"].toString(),
                         name,
                         isLive(object)};
        if (const QString reason = reasonToLeave(object, out.title().trimmed());
            !reason.isEmpty()) {
            m_out.notes.append({read.where, reason});
            return {};
        }
        if (name.isEmpty())
            return failure(tr("the %1 has no name").arg(out.kind), read.where,
                           tr("Write one as metadata.name; a number goes in double quotes."));
        m_out.objects.append(out);
        return {};
    }

    Result<SortedObjects> finish(const Topology &topology)
    {
        if (m_out.objects.isEmpty() && m_out.notes.isEmpty())
            return m_strangers.isEmpty()
                       ? failure(tr("there is nothing in it"))
                       : failure(tr("this is no object of Kubernetes: it has neither apiVersion "
                                    "nor kind"),
                                 m_strangers.first().where, tr("Choose a file with manifests."));
        m_out.notes += m_strangers;
        m_out.ns = commonNamespace(m_out.objects);
        QHash<QString, QString> seen;
        for (SortedObject &o : m_out.objects) {
            if (!m_out.ns.isEmpty())
                o.ns.clear();
            QString &first = seen[identityOf(o.apiVersion, o.kind, o.ns, o.name)];
            if (!first.isEmpty())
                return failure(tr("%1 is there twice, the first time at %2").arg(o.title(), first),
                               o.where, tr("Take one of the two out."));
            first = o.where;
        }
        leaveNamespace();
        leaveDrawn(topology);
        return std::move(m_out);
    }

private:
    void leaveNamespace()
    {
        if (m_out.ns.isEmpty())
            return;
        m_out.notes.append({{},
                            tr("The namespace %1 is left out: the release decides where "
                               "everything goes")
                                .arg(m_out.ns)});
        m_out.objects.removeIf([&](const SortedObject &o) {
            return o.kind == u"Namespace" && o.apiVersion == u"v1" && o.name == m_out.ns;
        });
    }

    void leaveDrawn(const Topology &topology)
    {
        QSet<QString> drawn;
        for (const ResourcePtr &r : topology.resources()) {
            const WrittenKind kind = writtenKind(topology.kinds(), *r);
            drawn.insert(identityOf(kind.apiVersion, kind.kind, drawnNamespace(*r), r->name));
        }
        m_out.objects.removeIf([&](const SortedObject &o) {
            const bool is = drawn.contains(identityOf(o.apiVersion, o.kind, o.ns, o.name));
            if (is)
                m_out.notes.append(
                    {o.where, tr("%1 is left out: it is drawn already").arg(o.title())});
            return is;
        });
    }

    SortedObjects m_out;
    QList<ImportNote> m_strangers;
};

} // namespace

Result<SortedObjects> sortObjects(const QList<ManifestObject> &read, const Topology &topology)
{
    Sorting sorting;
    for (const ManifestObject &object : read) {
        if (auto ok = sorting.take(object); !ok)
            return tl::unexpected(ok.error());
    }
    return sorting.finish(topology);
}

} // namespace chartwright
