// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "tree/value.h"

#include <QStringList>

/// What a written file is made of. One printer (printer.h) turns it into a Helm template, or into
/// what Helm would make of that template.
namespace chartwright::manifest {

class Node;

/// A function after a "|". The names are Helm's.
struct Filter
{
    enum class Kind {
        Quote,
        Int64,
        B64Enc,
        Required, ///< `text`: the message
        Default,  ///< `argument`
        ToString,
        ToJson,
        Replace,    ///< `text` by `with`
        Trunc,      ///< to `number` bytes
        TrimSuffix, ///< `text`
        Sha256Sum,
        Eq, ///< whether it is `text`
        Ne, ///< whether it is another text than `text`
    };
    Kind kind;
    QString text, with;
    int number = 0;
    std::shared_ptr<const Node> argument; ///< a scalar Literal, Expr or Format

    static Filter quote() { return {Kind::Quote, {}, {}, 0, {}}; }
    static Filter int64() { return {Kind::Int64, {}, {}, 0, {}}; }
    static Filter b64enc() { return {Kind::B64Enc, {}, {}, 0, {}}; }
    static Filter toString() { return {Kind::ToString, {}, {}, 0, {}}; }
    static Filter toJson() { return {Kind::ToJson, {}, {}, 0, {}}; }
    static Filter sha256sum() { return {Kind::Sha256Sum, {}, {}, 0, {}}; }
    static Filter eq(const QString &text) { return {Kind::Eq, text, {}, 0, {}}; }
    static Filter ne(const QString &text) { return {Kind::Ne, text, {}, 0, {}}; }
    static Filter required(const QString &message) { return {Kind::Required, message, {}, 0, {}}; }
    static Filter replace(const QString &from, const QString &to)
    {
        return {Kind::Replace, from, to, 0, {}};
    }
    static Filter trunc(int bytes) { return {Kind::Trunc, {}, {}, bytes, {}}; }
    static Filter trimSuffix(const QString &suffix)
    {
        return {Kind::TrimSuffix, suffix, {}, 0, {}};
    }
    static Filter otherwise(const Node &argument);
};

/// Where an expression starts.
enum class Source {
    Values, ///< `path` below .Values
    Dot,    ///< `path` below what the innermost With is about; empty: that itself
    ChartName,
    ChartVersion,
    AppVersion,
    ReleaseName,
    ReleaseNamespace,
    ReleaseService,
    Include, ///< the text of the definition `name`
};

/// `{{ .Values.backend.replicas | quote }}`
struct Expr
{
    Source source = Source::Values;
    QStringList path;
    QList<Filter> filters;
    QString name;
    /// What comes out never needs a quote or an escape: numbers, choices, names. Such an expression
    /// may stand inside a string.
    bool plain = false;

    static Expr values(const QStringList &path, bool plain = false)
    {
        return {Source::Values, path, {}, {}, plain};
    }
    static Expr dot(const QStringList &path = {}) { return {Source::Dot, path, {}, {}, false}; }
    static Expr of(Source source) { return {source, {}, {}, {}, true}; }
    static Expr include(const QString &name, bool plain = false)
    {
        return {Source::Include, {}, {}, name, plain};
    }
    Expr operator|(const Filter &filter) const
    {
        Expr copy = *this;
        copy.filters.append(filter);
        return copy;
    }
};

/// A string put together: "http://backend-service:{{ .Values.backend.service.port }}". Written with
/// printf where an expression is not plain or there are filters.
struct Format
{
    QList<std::variant<QString, Expr>> pieces;
    QList<Filter> filters;

    Format operator|(const Filter &filter) const
    {
        Format copy = *this;
        copy.filters.append(filter);
        return copy;
    }
};

/// A scalar as it is. `quoted`: in double quotes even where it need not be.
struct Literal
{
    Value value;
    bool quoted = false;
};

/// A value of any shape: `{{- toYaml . | nindent 4 }}`; its place decides the indentation.
struct Block
{
    Expr expr;
};

/// A block of lines ("|"), which may hold plain expressions.
struct Lines
{
    QList<Format> lines;
};

struct Condition
{
    enum class Kind { If, IfNot, With };
    Kind kind = Kind::If;
    Expr expr;
};

/// An entry of a map; or, with an empty key and an `include`, all lines of a definition.
struct Entry;
struct Item;
using Entries = QList<Entry>;
using Items = QList<Item>;

/// A piece of a file; a value type whose content is shared.
class Node
{
public:
    using Data = std::variant<Literal, Expr, Format, Block, Lines, Entries, Items>;

    Node();
    Node(Literal literal);
    Node(Expr expr);
    Node(Format format);
    Node(Block block);
    Node(Lines lines);
    Node(Entries entries);
    Node(Items items);
    /// Scalars, lists and maps as they are; there must be no references in it.
    static Node of(const Value &value);

    const Data &data() const { return *m_data; }
    const Entries *asMap() const { return std::get_if<Entries>(m_data.get()); }
    const Items *asList() const { return std::get_if<Items>(m_data.get()); }
    const Literal *asLiteral() const { return std::get_if<Literal>(m_data.get()); }
    /// An empty map or list.
    bool isEmptyContainer() const;
    /// Fits on the line of its key.
    bool isInline() const;

private:
    std::shared_ptr<const Data> m_data;
};

struct Entry
{
    QString key;
    Node value;
    std::optional<Condition> when;
    QString include;     ///< instead of key and value
    QString comment;     ///< above the entry; only in a plain file
    bool spaced = false; ///< a blank line above; only in a plain file

    static Entry of(const QString &key, const Node &value)
    {
        return {key, value, {}, {}, {}, false};
    }
    static Entry with(const Expr &expr, const QString &key, const Node &value)
    {
        return {key, value, Condition{Condition::Kind::With, expr}, {}, {}, false};
    }
    static Entry lines(const QString &definition) { return {{}, {}, {}, definition, {}, false}; }
};

/// The same with an entry that always stands: Helm may leave every conditional one out, and then
/// nothing but a null would be left. In a list such an entry comes first, to carry the dash.
Entries standing(Entries entries, bool inList);

struct Item
{
    Node value;
    std::optional<Condition> when;
};

/// A named template. A map becomes lines, a scalar a text.
struct Definition
{
    QString name; ///< "todo-app.labels"
    Node node;
    /// Not a node's text but the prefix of all names: `release-chart`, cut to this many bytes with
    /// a hash, and a "-" at the end. 0: none.
    int prefixLength = 0;
};

/// A file of templates/.
class Document
{
public:
    QString file;            ///< "templates/backend-deployment.yaml"
    QList<Condition> guards; ///< outermost first
    Node node;
};

} // namespace chartwright::manifest
