// SPDX-License-Identifier: Apache-2.0
#include "chart/schema.h"

#include "kinds/table.h"

namespace chartwright::schema {
namespace {

const QString Type = QStringLiteral("type");
const QString Pattern = QStringLiteral("pattern");
const QString Properties = QStringLiteral("properties");
const QString Additional = QStringLiteral("additionalProperties");
const QString Items = QStringLiteral("items");
const QString Any = QStringLiteral("anyOf");

QString s(const char *text) { return QString::fromLatin1(text); }

Value oneType(const char *type) { return Map{{Type, s(type)}}; }

Value orNull(const char *type) { return List{s(type), s("null")}; }

/// The grammar behind a table's check; empty where it is not a pattern.
QString patternOf(QString (*check)(const QString &))
{
    static const QString label = s("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    if (check == table::dnsLabel)
        return u'^' + label + u'$';
    if (check == table::dnsSubdomain)
        return s("^%1(\\.%1)*$").arg(label);
    if (check == table::ingressHost)
        return s("^(\\*\\.)?%1(\\.%1)*$").arg(label);
    if (check == table::portName)
        return s("^([0-9]+-)*[a-z0-9]*[a-z][a-z0-9]*(-[a-z0-9]+)*$");
    if (check == table::envName)
        return s("^[A-Za-z_][A-Za-z0-9_]*$");
    if (check == table::dataKey)
        return s("^\\.?[-_a-zA-Z0-9][-._a-zA-Z0-9]*$");
    if (check == table::labelKey)
        return s("^(%1(\\.%1)*/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$").arg(label);
    if (check == table::labelValue)
        return s("^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$");
    if (check == table::absolutePath || check == table::ingressPath)
        return s("^/");
    if (check == table::innerPath)
        return s("^(\\.|\\.?[^/.][^/]*)(/(\\.?|\\.?[^/.][^/]*|\\.\\.[^/]+))*$");
    if (check == table::headerName)
        return s("^[-A-Za-z0-9]+$");
    if (check == table::divisor)
        return s("^1(m|k|[MGTPE]|[KMGTPE]i)?$");
    if (check == table::clusterAddress) {
        const QString octet = s("(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])");
        return s("^(None|(%1\\.){3}%1|[0-9A-Fa-f.]*:[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*)$").arg(octet);
    }
    return {};
}

qsizetype lengthOf(QString (*check)(const QString &))
{
    if (check == table::dnsLabel || check == table::labelValue)
        return 63;
    if (check == table::dnsSubdomain || check == table::dataKey || check == table::ingressHost)
        return 253;
    return check == table::portName ? 15 : 0;
}

/// Adds `pattern`, and how long a text the check takes.
void limit(Map &out, QString (*check)(const QString &), const QString &pattern)
{
    if (!pattern.isEmpty())
        out.set(Pattern, pattern);
    if (const qsizetype most = lengthOf(check))
        out.set(s("maxLength"), qint64(most));
}

Map text(const FieldSpec &spec)
{
    const QString pattern = patternOf(spec.check);
    // Empty is never wrong: it says that the field is not set.
    Map out{{Type, s("string")}};
    limit(out, spec.check, pattern.isEmpty() ? pattern : QStringLiteral("^$|") + pattern);
    return out;
}

Map integer(const FieldSpec &spec)
{
    Map out{{Type, s("integer")}};
    if (spec.min)
        out.set(s("minimum"), *spec.min);
    if (spec.max)
        out.set(s("maximum"), *spec.max);
    return out;
}

Map quantity()
{
    return {
        {Type, List{s("string"), s("number")}},
        {s("minimum"), 0},
        {Pattern,
         s("^[+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]{1,3}|[KMGTPE]i|[numkMGTPE])?$")}};
}

Map numberOr(const FieldSpec &spec, const Map &other)
{
    return {{Any, List{integer(spec), other}}};
}

Value nullable(const Value &schema)
{
    Map map = schema.map();
    if (const Value *type = map.find(Type)) {
        List types = type->isList() ? type->list() : List{*type};
        if (!types.contains(Value(s("null"))))
            types.append(s("null"));
        map.set(Type, types);
        if (const Value *choices = map.find(s("enum"))) {
            List with = choices->list();
            with.append(Value());
            map.set(s("enum"), with);
        }
        return map;
    }
    if (const Value *any = map.find(Any)) {
        List with = any->list();
        with.append(oneType("null"));
        map.set(Any, with);
    }
    return map;
}

/// Puts a field's schema at its place ("requests.cpu") below an object's.
Value placed(const Value &object, const QList<Path::Step> &steps, qsizetype from,
             const Value &schema)
{
    if (from == steps.size())
        return schema;
    Map map = object.map();
    if (!map.contains(Type))
        map.set(Type, orNull("object"));
    Map properties = map[Properties].map();
    properties.set(steps[from].name, placed(properties[steps[from].name], steps, from + 1, schema));
    map.set(Properties, properties);
    return map;
}

Value structure(const QList<FieldSpec> &fields)
{
    Value out = Map{{Type, orNull("object")}};
    for (const FieldSpec &field : fields) {
        if (!field.path.isEmpty())
            out = placed(out, Path(field.path).steps(), 0, nullable(ofField(field)));
    }
    return out;
}

} // namespace

Value ofField(const FieldSpec &spec)
{
    switch (spec.type) {
    case FieldType::Bool:
        return oneType("boolean");
    case FieldType::Int:
        return integer(spec);
    case FieldType::Quantity:
        return quantity();
    case FieldType::IntOrPercent:
        return numberOr(spec, {{Type, s("string")}, {Pattern, s("^(0|[1-9][0-9]{0,5})%$")}});
    case FieldType::Port: {
        FieldSpec name;
        name.check = table::portName;
        return numberOr(spec, text(name));
    }
    case FieldType::Choice: {
        List choices;
        for (const QString &choice : spec.choices)
            choices.append(choice);
        return Map{{Type, s("string")}, {s("enum"), choices}};
    }
    case FieldType::StringList: {
        Map item{{Type, s("string")}};
        limit(item, spec.check, patternOf(spec.check));
        return Map{{Type, orNull("array")}, {Items, item}};
    }
    case FieldType::StringMap: {
        Map out{{Type, orNull("object")}, {Additional, oneType("string")}};
        Map key;
        limit(key, spec.check, patternOf(spec.check));
        if (!key.isEmpty())
            out.set(s("propertyNames"), key);
        return out;
    }
    case FieldType::Struct:
        return structure(spec.fields);
    case FieldType::StructList:
        return Map{{Type, orNull("array")}, {Items, structure(spec.fields)}};
    case FieldType::StructMap:
        return Map{{Type, orNull("object")}, {Additional, structure(spec.fields)}};
    case FieldType::Yaml:
        return Map{{Type, List{s("object"), s("array"), s("null")}}};
    default:
        return text(spec);
    }
}

Value freeText()
{
    return Map{
        {Any, List{Map{{Type, List{s("string"), s("boolean")}}},
                   Map{{Type, s("integer")}, {s("minimum"), -999999}, {s("maximum"), 999999}}}}};
}

Value repository()
{
    return Map{{Type, s("string")}, {Pattern, s("^[a-zA-Z0-9]+((\\.|_|__|-+|/|:)[a-zA-Z0-9]+)*$")}};
}

Value tag()
{
    return Map{{Type, s("string")},
               {Pattern, s("^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}(@sha256:[0-9a-f]{64})?$")}};
}

Value objectName()
{
    return Map{
        {Type, List{s("string"), s("null")}},
        {Pattern, s("^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$")},
        {s("maxLength"), 253}};
}

} // namespace chartwright::schema
