// SPDX-License-Identifier: Apache-2.0
#include "kinds/common.h"
#include "kinds/manifest_kind.h"
#include "kinds/table.h"
#include "manifest/node.h"
#include "model/write_context.h"

#include <QCoreApplication>

namespace chartwright {
namespace {

using namespace manifest;

const QString Whole = QStringLiteral("manifest");

QString tr(const char *text) { return QCoreApplication::translate("ManifestKind", text); }

Value create(const QString &)
{
    return Map{{Whole, Map{{QStringLiteral("apiVersion"), QStringLiteral("v1")},
                           {QStringLiteral("kind"), QStringLiteral("ServiceAccount")}}}};
}

QList<NodeRow> rows(const Topology &, const Resource &r)
{
    const Value &object = r.fields[Whole];
    return {{tr("kind"), object[u"kind"].scalarText(), {}, {}},
            {tr("version"), object[u"apiVersion"].scalarText(), {}, {}}};
}

/// No name is put in front, no label added: who wrote the object may count on its words.
manifest::Document write(const Resource &r, const WriteContext &context)
{
    const Map object = r.fields[Whole].map();
    Map metadata;
    // The cluster makes a name of its own up where a stem is all that is given.
    if (object[u"metadata"][u"generateName"].isEmpty())
        metadata.append(QStringLiteral("name"), r.name);
    for (const auto &[key, value] : object[u"metadata"].map()) {
        if (key != u"name")
            metadata.append(key, value);
    }
    Map out;
    for (const QString &key : {QStringLiteral("apiVersion"), QStringLiteral("kind")}) {
        if (const Value *value = object.find(key))
            out.append(key, *value);
    }
    out.append(QStringLiteral("metadata"), metadata);
    for (const auto &[key, value] : object) {
        if (!out.contains(key))
            out.append(key, value);
    }
    return {context.file(r), {}, Node::of(out)};
}

} // namespace

WrittenKind writtenKind(const Kinds &kinds, const Resource &resource)
{
    if (resource.kind == ManifestKind) {
        const Value &object = resource.fields[Whole];
        return {object[u"apiVersion"].scalarText(), object[u"kind"].scalarText()};
    }
    const KindSpec *kind = kinds.find(resource.kind);
    return kind && kind->write ? WrittenKind{kind->apiVersion, kind->kind} : WrittenKind();
}

QString drawnNamespace(const Resource &resource)
{
    const Value &object = resource.kind == ManifestKind ? resource.fields[Whole] : resource.fields;
    return object[u"metadata"][u"namespace"].scalarText();
}

KindSpec manifestKind()
{
    using namespace table;
    KindSpec k;
    k.kind = ManifestKind.toString();
    k.title = tr("Manifest");
    k.help = tr("Any other object of the cluster, such as a StatefulSet or a Job, kept word for "
                "word.");
    k.defaultName = QStringLiteral("object");
    k.icon = QStringLiteral(":/icons/manifest.svg");
    k.shortcut = u'Y';
    k.colour = 0x64748b;
    k.column = 3;
    k.fields = Fields{yaml("manifest", tr("Manifest"),
                           tr("The object as YAML, without its name. References to what is drawn "
                              "are plain names here."))
                          .must()};
    k.create = create;
    k.rows = rows;
    k.write = write;
    return k;
}

} // namespace chartwright
