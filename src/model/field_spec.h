// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "tree/place.h"

namespace chartwright {

enum class FieldType {
    String,
    Text, ///< several lines
    Bool,
    Int,
    Quantity,     ///< string (or number) as 100m, 128Mi
    IntOrPercent, ///< integer, or "25%"
    Port,         ///< number, name, or Ref to a part "port/…"
    Choice,       ///< one of `choices`
    Ref,        ///< Ref to a resource of `refKind` (part `refPart`…); a typed name stays a string
    StringList, ///< list of strings
    StringMap,  ///< map of strings; values may be Text where `refKind` is set
    Struct,     ///< `fields`, below `path`
    StructList, ///< list of structures of `fields`
    StructMap,  ///< map whose values are structures of `fields`
    Union,      ///< one of the alternatives `fields` (each told by its own path being there)
    Yaml,       ///< anything, edited as YAML
    KeptValue,  ///< id of a value that the keychain holds (base/value_id.h)
};

enum class Section {
    Main,
    Ports,
    Environment,
    Resources,
    Probes,
    Storage,
    Security,
    Scheduling,
    Labels,
    Advanced
};
/// Translated.
QString sectionTitle(Section section);

/// One row of a kind's table. Panels, validation, search, values and schema read it.
struct FieldSpec
{
    QString path; ///< from the parent ("spec.replicas", "name"); empty: the parent itself (a union)
    Path place;   ///< `path`, taken apart once for all; table.h's functions set both
    QString label; ///< translated
    FieldType type = FieldType::String;
    Section section = Section::Main; ///< of top-level fields
    bool required = false;
    bool readOnly = false;
    /// What holds where nothing is set; shown as a placeholder. Null: nothing does.
    Value fallback;
    std::optional<qint64> min, max;
    QStringList choices;
    QString unit;
    QString help; ///< translated, a sentence
    QString refKind, refPart;
    QList<FieldSpec> fields;
    /// More than type, range and choices: what is wrong with the text, translated, or "".
    QString (*check)(const QString &) = nullptr;
    /// Stands in values.yaml unless unpinned, under this key below the resource's ("image.tag").
    QString valuesName;

    // For tables that read as tables.
    FieldSpec in(Section s) const
    {
        auto c = *this;
        c.section = s;
        return c;
    }
    FieldSpec must() const
    {
        auto c = *this;
        c.required = true;
        return c;
    }
    FieldSpec fixed() const
    {
        auto c = *this;
        c.readOnly = true;
        return c;
    }
    FieldSpec otherwise(Value v) const
    {
        auto c = *this;
        c.fallback = std::move(v);
        return c;
    }
    FieldSpec range(qint64 lo, std::optional<qint64> hi = {}) const
    {
        auto c = *this;
        c.min = lo;
        c.max = hi;
        return c;
    }
    FieldSpec values(const QString &name) const
    {
        auto c = *this;
        c.valuesName = name;
        return c;
    }
    FieldSpec checked(QString (*f)(const QString &)) const
    {
        auto c = *this;
        c.check = f;
        return c;
    }
    FieldSpec measured(const QString &u) const
    {
        auto c = *this;
        c.unit = u;
        return c;
    }
};

/// What is wrong with a value as this field: wrong type, out of range, not a choice, `check`.
/// Translated; empty if nothing is. Looks at the value alone, not into structures and lists.
/// Null and "" are never wrong here (a required field that is empty is `field/required`).
QString fieldProblem(const FieldSpec &spec, const Value &value);
/// Only whether the type is right: what export cannot write otherwise.
bool isOfType(const FieldSpec &spec, const Value &value);
/// Whether a structure that is not set may hold one of its fields alone: it is not required, and
/// nothing in it is, nor one of several alternatives.
bool canBePartial(const FieldSpec &spec);
/// What a person typed, as the field's type: "3" → 3 for an Int; kept as a string where it does not
/// parse. Empty text gives null.
Value parseFieldText(const FieldSpec &spec, const QString &text);

/// Calls `visit` for each field of the table that applies to `fields` (a resource's tree), set or
/// not (null). What it gives says whether to go into the structure, into the items of the list that
/// are maps, or into the union's alternative that is there.
void walkFields(const QList<FieldSpec> &table, const Value &fields,
                const std::function<bool(const FieldSpec &, const Place &, const Value *)> &visit);
/// The same with full paths, into structures that are not set too, unless they are required.
void visitFields(const QList<FieldSpec> &table, const Value &fields,
                 const std::function<void(const FieldSpec &, const Path &, const Value *)> &visit);
/// The table's row for a path ("spec.template.spec.containers[x].env[LOG_LEVEL].value"), or null.
const FieldSpec *fieldAt(const QList<FieldSpec> &table, const Path &path);

/// A typed handle: `inline constexpr Field<int> Replicas{u"spec.replicas"};`
template <class T> struct Field
{
    const char16_t *path;
};
inline std::optional<qint64> get(const Value &fields, Field<int> f)
{
    const Path path(QString::fromUtf16(f.path));
    const Value &v = at(fields, path);
    return v.type() == Value::Type::Int ? std::optional(v.toInt()) : std::nullopt;
}
inline QString get(const Value &fields, Field<QString> f)
{
    return at(fields, Path(QString::fromUtf16(f.path))).scalarText();
}

} // namespace chartwright
