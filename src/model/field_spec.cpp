// SPDX-License-Identifier: Apache-2.0
#include "model/field_spec.h"

#include "base/names.h"
#include "base/quantity.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("FieldSpec", text); }

bool isPercent(const QString &text)
{
    static const QRegularExpression p(QStringLiteral("\\A(0|[1-9][0-9]{0,5})%\\z"));
    return p.match(text).hasMatch();
}

bool isNumberType(FieldType type)
{
    return type == FieldType::Int || type == FieldType::IntOrPercent || type == FieldType::Port;
}

QString typeProblem(FieldType type)
{
    switch (type) {
    case FieldType::Bool:
        return tr("Must be true or false");
    case FieldType::Int:
        return tr("Must be a whole number");
    case FieldType::Quantity:
        return tr("Must be an amount such as 100m, 0.5, 128Mi or 1Gi");
    case FieldType::IntOrPercent:
        return tr("Must be a whole number or a percentage such as 25%");
    case FieldType::Port:
        return tr("Must be a port number or a port's name");
    case FieldType::StringList:
    case FieldType::StructList:
        return tr("Must be a list");
    case FieldType::StringMap:
    case FieldType::StructMap:
    case FieldType::Struct:
    case FieldType::Union:
        return tr("Must be keys with values");
    default:
        return tr("Must be a text");
    }
}

QString rangeProblem(const FieldSpec &spec, qint64 number)
{
    const bool low = spec.min && number < *spec.min;
    const bool high = spec.max && number > *spec.max;
    if (!low && !high)
        return {};
    if (spec.min && spec.max)
        return tr("Must be from %1 to %2").arg(*spec.min).arg(*spec.max);
    return low ? tr("Must be at least %1").arg(*spec.min) : tr("Must be at most %1").arg(*spec.max);
}

bool isStringLike(const Value &v)
{
    return v.isString() || v.isRef() || v.type() == Value::Type::Text;
}

bool areStrings(const Value &value)
{
    if (value.isMap())
        return std::all_of(value.map().begin(), value.map().end(),
                           [](const auto &e) { return isStringLike(e.value) || e.value.isNull(); });
    return std::all_of(value.list().begin(), value.list().end(), isStringLike);
}

using Visit = std::function<bool(const FieldSpec &, const Place &, const Value *)>;

/// As find(), for the paths of a table, which name no items.
const Value *valueOf(const FieldSpec &spec, const Value &node)
{
    const Value *value = &node;
    for (const Path::Step &step : spec.place.steps())
        value = value ? value->map().find(step.name) : nullptr;
    return value;
}

void walkTable(const QList<FieldSpec> &table, const Value &node, const Place &base,
               const Visit &visit);

void walkField(const FieldSpec &spec, const Value &node, const Place &base, const Visit &visit)
{
    const Value *value = valueOf(spec, node);
    const Place here(base, spec.place);
    if (!visit(spec, here, value))
        return;
    static const Value unset;
    const Value &inner = value ? *value : unset;
    switch (spec.type) {
    case FieldType::Struct:
        walkTable(spec.fields, inner, here, visit);
        break;
    case FieldType::StructList:
        for (qsizetype i = 0; i < inner.list().size(); ++i) {
            if (inner.list()[i].isMap())
                walkTable(spec.fields, inner.list()[i], Place(here, inner.list(), i), visit);
        }
        break;
    case FieldType::StructMap:
        for (const auto &[key, item] : inner.map())
            walkTable(spec.fields, item, Place(here, key), visit);
        break;
    case FieldType::Union:
        for (const FieldSpec &alternative : spec.fields) {
            if (valueOf(alternative, inner))
                walkField(alternative, inner, here, visit);
        }
        break;
    default:
        break;
    }
}

void walkTable(const QList<FieldSpec> &table, const Value &node, const Place &base,
               const Visit &visit)
{
    for (const FieldSpec &spec : table)
        walkField(spec, node, base, visit);
}

const FieldSpec *fieldFrom(const QList<FieldSpec> &table, const QList<Path::Step> &steps,
                           qsizetype from)
{
    for (const FieldSpec &spec : table) {
        const QList<Path::Step> &own = spec.place.steps();
        if (own.size() > steps.size() - from ||
            !std::equal(own.begin(), own.end(), steps.begin() + from))
            continue;
        const qsizetype next = from + own.size();
        if (next == steps.size() && spec.type != FieldType::Union)
            return &spec;
        const bool list = spec.type == FieldType::StructList;
        const bool item = list || spec.type == FieldType::StructMap;
        if (next < steps.size() && list == (steps[next].kind != Path::Step::Kind::Key)) {
            const bool leaf = spec.type == FieldType::StringMap || spec.type == FieldType::Yaml;
            if (leaf)
                return &spec;
            if (item && next + 1 == steps.size())
                return &spec;
            if (const FieldSpec *inner = fieldFrom(spec.fields, steps, next + (item ? 1 : 0)))
                return inner;
        } else if (next < steps.size() && spec.type == FieldType::StringList) {
            return &spec;
        }
        if (next == steps.size())
            return &spec;
    }
    return nullptr;
}

} // namespace

QString sectionTitle(Section section)
{
    switch (section) {
    case Section::Main:
        return tr("Main");
    case Section::Ports:
        return tr("Ports");
    case Section::Environment:
        return tr("Environment");
    case Section::Resources:
        return tr("Resources");
    case Section::Probes:
        return tr("Probes");
    case Section::Storage:
        return tr("Storage");
    case Section::Security:
        return tr("Security");
    case Section::Scheduling:
        return tr("Scheduling");
    case Section::Labels:
        return tr("Labels");
    case Section::Advanced:
        break;
    }
    return tr("Advanced");
}

bool isOfType(const FieldSpec &spec, const Value &value)
{
    using T = Value::Type;
    const T type = value.type();
    if (type == T::Null)
        return true;
    switch (spec.type) {
    case FieldType::Bool:
        return type == T::Bool;
    case FieldType::Int:
        return type == T::Int;
    case FieldType::Quantity:
        return type == T::Int || type == T::Double ||
               (type == T::String && Quantity::parse(value.toString()).has_value());
    case FieldType::IntOrPercent:
        return type == T::Int || (type == T::String && isPercent(value.toString()));
    case FieldType::Port:
        return type == T::Int || type == T::Ref ||
               (type == T::String && names::isPortName(value.toString()));
    case FieldType::StringList:
        return type == T::List && areStrings(value);
    case FieldType::StructList:
        return type == T::List && std::all_of(value.list().begin(), value.list().end(),
                                              [](const Value &v) { return v.isMap(); });
    case FieldType::StringMap:
        return type == T::Ref || (type == T::Map && areStrings(value));
    case FieldType::StructMap:
        return type == T::Map &&
               std::all_of(value.map().begin(), value.map().end(),
                           [](const auto &e) { return e.value.isMap() || e.value.isNull(); });
    case FieldType::Struct:
    case FieldType::Union:
        return type == T::Map;
    case FieldType::Yaml:
        return true;
    default:
        return isStringLike(value);
    }
}

QString fieldProblem(const FieldSpec &spec, const Value &value)
{
    if (value.isNull() || (value.isString() && value.toString().isEmpty()))
        return {};
    if (!isOfType(spec, value))
        return typeProblem(spec.type);
    if (value.type() == Value::Type::Int && isNumberType(spec.type)) {
        if (const QString problem = rangeProblem(spec, value.toInt()); !problem.isEmpty())
            return problem;
    }
    if (spec.type == FieldType::Quantity && value.scalarText().startsWith(u'-'))
        return typeProblem(spec.type);
    if (spec.type == FieldType::Choice && !spec.choices.contains(value.scalarText()))
        return tr("Must be one of %1").arg(spec.choices.join(QLatin1String(", ")));
    if (!spec.check)
        return {};
    if (value.isString())
        return spec.check(value.toString());
    if (spec.type == FieldType::StringList) {
        for (const Value &item : value.list()) {
            if (const QString problem = spec.check(item.toString()); !problem.isEmpty())
                return problem;
        }
    }
    if (spec.type == FieldType::StringMap || spec.type == FieldType::StructMap) {
        for (const auto &[key, item] : value.map()) {
            if (const QString problem = spec.check(key); !problem.isEmpty())
                return problem;
        }
    }
    return {};
}

Value parseFieldText(const FieldSpec &spec, const QString &text)
{
    if (text.isEmpty())
        return {};
    if (spec.type == FieldType::Bool && (text == u"true" || text == u"false"))
        return text == u"true";
    if (isNumberType(spec.type)) {
        bool ok = false;
        const qint64 number = text.trimmed().toLongLong(&ok);
        if (ok)
            return number;
    }
    return text;
}

bool canBePartial(const FieldSpec &spec)
{
    return !spec.required &&
           std::none_of(spec.fields.begin(), spec.fields.end(), [](const FieldSpec &inner) {
               return inner.required || inner.type == FieldType::Union;
           });
}

void walkFields(const QList<FieldSpec> &table, const Value &fields, const Visit &visit)
{
    walkTable(table, fields, {}, visit);
}

void visitFields(const QList<FieldSpec> &table, const Value &fields,
                 const std::function<void(const FieldSpec &, const Path &, const Value *)> &visit)
{
    walkFields(table, fields, [&](const FieldSpec &spec, const Place &here, const Value *value) {
        visit(spec, here.path(), value);
        return value || !spec.required;
    });
}

const FieldSpec *fieldAt(const QList<FieldSpec> &table, const Path &path)
{
    return path.isEmpty() ? nullptr : fieldFrom(table, path.steps(), 0);
}

} // namespace chartwright
