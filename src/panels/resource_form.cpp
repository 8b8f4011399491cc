// SPDX-License-Identifier: Apache-2.0
#include "panels/resource_form.h"

#include "panels/field_row.h"
#include "panels/foldable.h"
#include "panels/map_editor.h"
#include "panels/panel_style.h"

#include <QLabel>
#include <QVBoxLayout>

namespace chartwright {

bool isSpread(const FieldSpec &spec)
{
    return spec.type == FieldType::StructList && spec.section == Section::Main &&
           std::any_of(spec.fields.begin(), spec.fields.end(),
                       [](const FieldSpec &f) { return f.section != Section::Main; });
}

QList<const FieldSpec *> sharedFields(const Kinds &kinds, const QStringList &kindNames)
{
    QList<const FieldSpec *> out;
    const KindSpec *first = kinds.find(kindNames.value(0));
    if (!first)
        return out;
    for (const FieldSpec &field : first->fields) {
        const bool shared =
            std::all_of(kindNames.begin() + 1, kindNames.end(), [&](const QString &name) {
                const KindSpec *kind = kinds.find(name);
                return kind && std::any_of(kind->fields.begin(), kind->fields.end(),
                                           [&](const FieldSpec &f) {
                                               return f.path == field.path &&
                                                      f.type == field.type &&
                                                      f.choices == field.choices;
                                           });
            });
        if (shared)
            out.append(&field);
    }
    return out;
}

SpreadForm::SpreadForm(const FieldSpec &list, Section section, EditContext *context,
                       QWidget *parent)
    : QWidget(parent), m_list(list), m_context(context)
{
    for (const FieldSpec &field : list.fields) {
        if (field.section == section)
            m_fields.append(&field);
    }
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
}

void SpreadForm::refresh()
{
    const Path list(m_list.path);
    const List &items = m_context->value(list).list();
    const qsizetype wanted = m_context->haveAsMany(list) ? items.size() : 0;
    while (m_items.size() < wanted) {
        auto *title = new QLabel(this);
        title->setTextFormat(Qt::PlainText);
        title->setContentsMargins(10, 6, 0, 2);
        QFont medium = title->font();
        medium.setWeight(QFont::Medium);
        title->setFont(medium);
        auto *form = new FieldForm(m_fields, m_context, this, 0);
        layout()->addWidget(title);
        layout()->addWidget(form);
        m_items.append({title, form, {}});
    }
    while (m_items.size() > wanted) {
        const Item item = m_items.takeLast();
        item.title->deleteLater();
        item.form->hide();
        item.form->deleteLater();
    }
    for (qsizetype i = 0; i < wanted; ++i) {
        Item &item = m_items[i];
        item.path = m_context->itemPath(list, items, i);
        const QString key = mergeKeys(list.last().name).constFirst();
        const QString name = items[i][key].scalarText();
        item.title->setText(name.isEmpty()                           ? tr("(new)")
                            : m_context->isMixed(item.path.key(key)) ? tr("No. %1").arg(i + 1)
                                                                     : name);
        item.title->setVisible(wanted > 1);
        item.form->setBase(item.path, item.path);
        item.form->refresh();
    }
}

bool SpreadForm::reveal(const Path &path)
{
    for (const Item &item : std::as_const(m_items)) {
        if (path.startsWith(item.path))
            return item.form->reveal(path);
    }
    return false;
}

ResourceForm::ResourceForm(const QList<const FieldSpec *> &fields, EditContext *context,
                           QWidget *parent)
    : QWidget(parent), m_fields(fields), m_context(context)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 8);
    layout->setSpacing(0);
    for (int s = int(Section::Main); s <= int(Section::Advanced); ++s)
        makeBox(Section(s));
    layout->addStretch(1);
}

void ResourceForm::makeBox(Section section)
{
    auto box = std::make_unique<SectionBox>();
    box->section = section;
    const bool rich = std::any_of(m_fields.begin(), m_fields.end(), [](const FieldSpec *f) {
        return f->type == FieldType::StringMap && !f->refKind.isEmpty();
    });
    for (const FieldSpec *field : std::as_const(m_fields)) {
        // What is said about keys stands at the keys.
        if (rich && field->path == u"design.keys")
            continue;
        if (field->section == section)
            box->fields.append(field);
        if (section != Section::Main && isSpread(*field) &&
            std::any_of(field->fields.begin(), field->fields.end(),
                        [&](const FieldSpec &f) { return f.section == section; }))
            box->spread.append(field);
    }
    if (box->fields.isEmpty() && box->spread.isEmpty())
        return;
    SectionBox *raw = box.get();
    box->foldable = new Foldable(
        FoldButton::Level::Section, sectionTitle(section),
        [this, raw](QWidget *parent) { return makeBody(*raw, parent); }, this);
    box->foldable->header()->setObjectName(QStringLiteral("section:%1").arg(int(section)));
    connect(box->foldable, &Foldable::clicked, this, [raw](bool folded) { raw->folded = folded; });
    connect(box->foldable, &Foldable::toggled, this, [this, raw](bool folded) {
        if (!folded)
            refreshBody(*raw);
        raw->foldable->header()->setSeverity(folded ? worst(*raw) : std::nullopt);
    });
    box->foldable->header()->setLine(!m_boxes.empty());
    layout()->addWidget(box->foldable);
    box->foldable->setContentsMargins(4, 0, 0, 0);
    m_boxes.push_back(std::move(box));
}

QWidget *ResourceForm::makeBody(SectionBox &box, QWidget *parent)
{
    auto *body = new QWidget(parent);
    auto *layout = new QVBoxLayout(body);
    layout->setContentsMargins(2, 0, 4, 8);
    layout->setSpacing(0);
    for (const FieldSpec *list : std::as_const(box.spread)) {
        box.spreadForms.append(new SpreadForm(*list, box.section, m_context, body));
        layout->addWidget(box.spreadForms.last());
    }
    box.form = new FieldForm(box.fields, m_context, body, 0);
    box.form->setBase({});
    layout->addWidget(box.form);
    return body;
}

void ResourceForm::refreshBody(SectionBox &box)
{
    for (SpreadForm *form : std::as_const(box.spreadForms))
        form->refresh();
    if (box.form)
        box.form->refresh();
}

QList<Path> ResourceForm::paths(const SectionBox &box) const
{
    QList<Path> out;
    for (const FieldSpec *field : box.fields)
        out.append(Path(field->path));
    for (const FieldSpec *list : box.spread) {
        const Path path(list->path);
        const List &items = m_context->value(path).list();
        for (qsizetype i = 0; i < items.size(); ++i) {
            for (const FieldSpec &field : list->fields) {
                if (field.section == box.section)
                    out.append(m_context->itemPath(path, items, i) / Path(field.path));
            }
        }
    }
    return out;
}

bool ResourceForm::isSet(const SectionBox &box) const
{
    const QList<Path> all = paths(box);
    return box.section == Section::Main ||
           std::any_of(all.begin(), all.end(),
                       [this](const Path &p) { return !m_context->value(p).isEmpty(); });
}

std::optional<Severity> ResourceForm::worst(const SectionBox &box) const
{
    std::optional<Severity> out;
    if (m_context->allFindings().isEmpty())
        return out;
    for (const Path &path : paths(box)) {
        // The list itself stands in Main, its items' fields where they belong.
        const bool spreadList =
            std::any_of(box.fields.begin(), box.fields.end(),
                        [&](const FieldSpec *f) { return Path(f->path) == path && isSpread(*f); });
        const auto severity = spreadList ? std::nullopt : m_context->worst(path);
        if (severity && (!out || *severity < *out))
            out = severity;
    }
    return out;
}

void ResourceForm::refresh(bool other)
{
    for (const auto &box : m_boxes) {
        const auto severity = worst(*box);
        if (other) {
            const bool wanted = !isSet(*box) && !(severity && *severity == Severity::Error);
            box->foldable->setFolded(box->folded.value_or(wanted));
        }
        box->foldable->header()->setSeverity(box->foldable->isFolded() ? severity : std::nullopt);
        if (!box->foldable->isFolded())
            refreshBody(*box);
    }
}

bool ResourceForm::reveal(const Path &path)
{
    const auto tryBox = [&](SectionBox &box) {
        for (SpreadForm *form : std::as_const(box.spreadForms)) {
            if (form->reveal(path))
                return true;
        }
        return box.form && box.form->reveal(path);
    };
    // The section that has the field: those of spread items first.
    for (const bool spread : {true, false}) {
        for (const auto &box : m_boxes) {
            const QList<Path> all = paths(*box);
            const bool has = std::any_of(all.begin(), all.end(), [&](const Path &p) {
                const bool own =
                    std::any_of(box->fields.begin(), box->fields.end(), [&](const FieldSpec *f) {
                        return Path(f->path) == p && isSpread(*f);
                    });
                return path.startsWith(p) && !(spread && own);
            });
            if (!has)
                continue;
            box->foldable->setFolded(false);
            if (tryBox(*box))
                return true;
        }
    }
    return false;
}

} // namespace chartwright
