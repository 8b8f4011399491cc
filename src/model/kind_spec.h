// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "model/field_spec.h"
#include "model/ref_index.h"
#include "model/topology.h"

namespace chartwright {

namespace manifest {
class Document;
}
class WriteContext;

/// Something of a resource that a Ref may name: a port, a key, a container, a volume.
struct Part
{
    QString part;  ///< "port/http"
    QString label; ///< "http 8000"
    Value value;   ///< what a Ref to it reads as: 8000, "http", "DATABASE_URL"
    /// The field that holds the part's name; where `isKey`, the map entry whose key is the name.
    Path namePath;
    bool isKey = false;
};

/// A row of the node on the canvas. Sockets are ids, empty where there is none; a header's are "".
struct NodeRow
{
    QString label, value;
    std::optional<QString> in, out;
};

struct WireEnd
{
    ResourceId id;
    QString socket; ///< of a row, or "": the header ("any")
    friend bool operator==(const WireEnd &, const WireEnd &) = default;
};

/// A thing to tick in the chooser: a key to inject, a port to route to.
struct Tick
{
    QString id, label;
    bool on = false;
};

enum class WireStyle { Traffic, Config, Image, Release };

/// One meaning that a wire may have. The wire itself is the references that it wrote into the
/// holder's fields; nothing else records it.
struct WireSpec
{
    QString id;       ///< "env-key"
    QString title;    ///< translated: "Single variables"
    QString from, to; ///< kinds; wires run from a right side to a left side
    WireStyle style = WireStyle::Traffic;
    bool heldByFrom = true;
    /// Path::pattern() of the references that make such a wire; "data.*" stands for any one key.
    QStringList patterns;
    /// Why it cannot be drawn, translated; "" where it can. May be null.
    QString (*refuse)(const Topology &, const WireEnd &from, const WireEnd &to) = nullptr;
    /// What there is to choose; may be null.
    QList<Tick> (*ticks)(const Topology &, const WireEnd &from, const WireEnd &to) = nullptr;
    /// The topology with the wire drawn; never called where `refuse` speaks.
    Topology (*create)(const Topology &, const WireEnd &from, const WireEnd &to,
                       const QStringList &ticked) = nullptr;
    /// The holder's fields with these references taken out (an environment entry goes whole).
    Value (*remove)(const Topology &, const Resource &holder, const QList<Path> &refs) = nullptr;
    /// Sockets that a reference's line runs between; nullopt: it goes along with the others.
    std::optional<std::pair<QString, QString>> (*sockets)(const Resource &holder,
                                                          const RefUse &use) = nullptr;
    /// What the pill says for one reference: "8000", "LOG_LEVEL", "/api".
    QString (*label)(const Topology &, const Resource &holder, const RefUse &use) = nullptr;
};

/// A kind as a table. Adding one is one file in kinds/ and a line in its registry.
struct KindSpec
{
    QString kind;       ///< "Deployment"
    QString apiVersion; ///< "apps/v1"; empty: no manifest, or one that says so itself
    QString title;      ///< translated: "Deployment"
    QString help;       ///< translated: one sentence on what it is for
    QString defaultName;
    QString icon;       ///< ":/icons/deployment.svg"
    QChar shortcut;     ///< inserts one at the pointer
    quint32 colour = 0; ///< 0xRRGGBB, one that holds on light and dark
    int column = 0;     ///< of the layout: Release 0, Ingress 1, Service 2, ConfigMap/Secret 3,
                        ///< Deployment 4, Image 5
    bool headerIn = false, headerOut = false;
    QList<FieldSpec> fields;
    QList<WireSpec> wires; ///< those whose references this kind holds
    /// The resource's fields at creation.
    Value (*create)(const QString &name) = nullptr;
    QList<Part> (*parts)(const Resource &) = nullptr;
    QList<NodeRow> (*rows)(const Topology &, const Resource &) = nullptr;
    /// What a read-only field shows where nothing is set: a derived selector, "auto". May be null.
    Value (*derived)(const Topology &, const Resource &, const QString &path) = nullptr;
    /// How it is written; null for kinds without a manifest (src/model/write_context.h).
    manifest::Document (*write)(const Resource &, const WriteContext &) = nullptr;

    bool isTemplated() const { return write || !apiVersion.isEmpty(); }
};

/// The kinds of a program; made once, in kinds/registry.cpp.
class Kinds
{
public:
    explicit Kinds(QList<KindSpec> kinds) : m_kinds(std::move(kinds)) {}
    /// Null for a kind that is not known.
    const KindSpec *find(QStringView kind) const;
    const QList<KindSpec> &all() const { return m_kinds; }
    const WireSpec *wire(QStringView id) const;
    /// All meanings of a wire from one kind to another.
    QList<const WireSpec *> wiresBetween(QStringView from, QStringView to) const;

private:
    QList<KindSpec> m_kinds;
};

/// The part of a resource, or nullopt.
std::optional<Part> findPart(const Kinds &kinds, const Resource &resource, const QString &part);
/// What a Ref reads as in the drawing: the target's name or its part's value; null if it dangles.
Value refValue(const Topology &topology, const Ref &ref);
/// A value as a person reads it, references resolved: "http://backend-service:8000".
QString displayText(const Topology &topology, const Value &value);

} // namespace chartwright
