// SPDX-License-Identifier: Apache-2.0
#include "panels/foldable.h"
#include "panels/key_editor.h"
#include "panels/panel_style.h"
#include "panels/secret_editor.h"
#include "panels/struct_editors.h"
#include "secrets/value_states.h"

#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

// Lists and maps of structures: a card an item.
namespace chartwright {
namespace {

QLabel *makeNote(QWidget *parent, const QString &text)
{
    auto *note = new QLabel(text, parent);
    note->setTextFormat(Qt::PlainText);
    note->setWordWrap(true);
    note->setContentsMargins(20, 2, 4, 4);
    note->setForegroundRole(QPalette::PlaceholderText);
    note->hide();
    return note;
}

QString titleOf(const QString &listKey, const QList<const FieldSpec *> &fields, const Value &item,
                const Topology &topology, QString &skip)
{
    for (const QString &key : mergeKeys(listKey)) {
        const QString name = displayText(topology, item[key]);
        if (!name.isEmpty()) {
            skip = key;
            return name;
        }
    }
    // A list without merge key: the first of its fields that says something.
    for (const FieldSpec *field : fields) {
        const QString text = summary(topology, *field, at(item, Path(field->path)));
        if (!text.isEmpty() && field->type != FieldType::Union &&
            field->type != FieldType::StructList) {
            skip = field->path;
            return text;
        }
    }
    return {};
}

QString summaryOf(const Topology &topology, const QList<const FieldSpec *> &fields,
                  const Value &item, const QString &skip)
{
    QStringList out;
    for (const FieldSpec *field : fields) {
        if (field->path == skip)
            continue;
        const QString text = summary(topology, QList<FieldSpec>{*field}, item);
        if (!text.isEmpty())
            out.append(text);
    }
    return out.join(QStringLiteral(" · "));
}

} // namespace

StructListEditor::StructListEditor(const FieldSpec &spec, EditContext *context, QWidget *parent,
                                   int depth, const QList<Section> &sections)
    : FieldEditor(spec, context, parent), m_widget(new QWidget(parent)),
      m_layout(new QVBoxLayout(m_widget)),
      m_note(
          makeNote(m_widget, tr("The selected ones have different numbers of these: edit them one "
                                "by one."))),
      m_depth(depth)
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(1);
    m_layout->addWidget(m_note);
    for (const FieldSpec &field : spec.fields) {
        if (sections.isEmpty() || sections.contains(field.section))
            m_fields.append(&field);
    }
}

void StructListEditor::setPath(const Path &path, const Path &keep)
{
    FieldEditor::setPath(path, keep);
    const List list = items();
    for (qsizetype i = 0; i < m_cards.size() && i < list.size(); ++i)
        m_cards[i]->setPath(context()->itemPath(path, list, i));
}

List StructListEditor::items() const { return value().list(); }

Card *StructListEditor::addCard()
{
    auto *card = new Card(m_fields, context(), m_widget, m_depth);
    const auto tool = [&](style::Glyph glyph, const QString &name, const char *id, auto &&run) {
        auto *button = style::glyphButton(glyph, name, card);
        button->setProperty("tool", QLatin1String(id));
        card->foldable()->addTool(button);
        connect(button, &QToolButton::clicked, this, run);
        return button;
    };
    tool(style::Glyph::Up, tr("Move up"), "up", [this, card] { move(card, -1); });
    tool(style::Glyph::Down, tr("Move down"), "down", [this, card] { move(card, 1); });
    tool(style::Glyph::Remove, tr("Remove"), "remove", [this, card] { remove(card); });
    m_layout->addWidget(card);
    m_cards.append(card);
    return card;
}

void StructListEditor::refresh()
{
    const List list = items();
    // Several resources are edited item by item while they have equally many.
    const bool different = !context()->haveAsMany(path());
    m_note->setVisible(different);
    const qsizetype wanted = different ? 0 : list.size();
    while (m_cards.size() < wanted)
        addCard()->foldable()->setProperty("fresh", true);
    while (m_cards.size() > wanted) {
        m_cards.last()->hide();
        m_cards.takeLast()->deleteLater();
    }
    const QString listKey = path().last().name;
    for (qsizetype i = 0; i < wanted; ++i) {
        Card *card = m_cards[i];
        const Path at = context()->itemPath(path(), list, i);
        card->setPath(at);
        QString skip;
        QString title = titleOf(listKey, m_fields, list[i], context()->topology(), skip);
        if (title.isEmpty() || context()->isMixed(at / Path(skip)))
            title = list[i].isEmpty() ? tr("(new)") : tr("No. %1").arg(i + 1);
        card->refresh(title, context()->isMixed(at)
                                 ? tr("(several)")
                                 : summaryOf(context()->topology(), m_fields, list[i], skip));
        if (card->foldable()->property("fresh").toBool()) {
            card->foldable()->setProperty("fresh", false);
            // What is wrong shows itself; else only a list of one does.
            if (m_first && wanted == 1)
                card->foldable()->setFolded(false);
        }
        const auto tools =
            card->foldable()->findChildren<QToolButton *>(QString(), Qt::FindDirectChildrenOnly);
        for (QToolButton *button : tools) {
            const QString id = button->property("tool").toString();
            if (id == u"up" || id == u"down")
                button->setVisible(wanted > 1);
            if (!id.isEmpty())
                button->setObjectName(id + u':' + card->path().text());
            if (id == u"remove")
                button->setVisible(!isReadOnly());
        }
    }
    m_first = false;
}

bool StructListEditor::reveal(const Path &to)
{
    for (Card *card : std::as_const(m_cards)) {
        if (to.startsWith(card->path()))
            return card->reveal(to);
    }
    return !m_cards.isEmpty() && m_cards.first()->reveal(m_cards.first()->path());
}

void StructListEditor::store(const List &list)
{
    commit(list.isEmpty() ? Value() : Value(list), EditContext::How::Step);
}

void StructListEditor::addItem()
{
    List list = items();
    list.append(Map());
    store(list);
    if (m_cards.size() == list.size())
        m_cards.last()->reveal(m_cards.last()->path());
}

void StructListEditor::move(Card *card, int by)
{
    const qsizetype i = m_cards.indexOf(card);
    const qsizetype to = i + by;
    List list = items();
    if (i < 0 || to < 0 || to >= list.size())
        return;
    list.swapItemsAt(i, to);
    const bool a = m_cards[i]->foldable()->isFolded(), b = m_cards[to]->foldable()->isFolded();
    store(list);
    m_cards[i]->foldable()->setFolded(b);
    m_cards[to]->foldable()->setFolded(a);
}

void StructListEditor::remove(Card *card)
{
    const qsizetype i = m_cards.indexOf(card);
    List list = items();
    if (i < 0 || i >= list.size())
        return;
    list.removeAt(i);
    // The card itself goes, not the last one, so that the others stay as they are folded.
    m_cards.takeAt(i)->deleteLater();
    card->hide();
    store(list);
}

StructMapEditor::StructMapEditor(const FieldSpec &spec, EditContext *context, QWidget *parent,
                                 int depth)
    : FieldEditor(spec, context, parent), m_widget(new QWidget(parent)),
      m_layout(new QVBoxLayout(m_widget)),
      m_note(makeNote(m_widget, tr("The selected ones differ: edit them one by one."))),
      m_new(new NewKeyEdit(m_widget)), m_depth(depth)
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(1);
    m_layout->addWidget(m_note);
    watch(m_new);
    m_layout->addWidget(m_new);
    connect(m_new, &QLineEdit::textEdited, this, [this](const QString &text) {
        const bool taken = value().map().contains(text);
        setProblem(
            taken ? tr("There is a key %1 already").arg(text)
                  : (!text.isEmpty() && this->spec().check ? this->spec().check(text) : QString()));
    });
    connect(m_new, &QLineEdit::editingFinished, this, &StructMapEditor::commitNew);
    // A form that is parked would show what is not its own.
    if (context->valueStates())
        connect(context->valueStates(), &ValueStates::changed, this, [this] {
            if (m_widget->isVisible())
                refresh();
        });
}

void StructMapEditor::setPath(const Path &path, const Path &keep)
{
    FieldEditor::setPath(path, keep);
    m_new->setObjectName(QStringLiteral("newKey:") + path.text());
}

Card *StructMapEditor::addCard()
{
    QList<const FieldSpec *> fields;
    for (const FieldSpec &field : spec().fields)
        fields.append(&field);
    auto *card = new Card(fields, context(), m_widget, m_depth);
    auto *key = new KeyEditor(spec(), context(), card, m_depth + 2);
    key->hide();
    card->setKeyEditor(key);
    auto *remove = style::glyphButton(style::Glyph::Remove, tr("Remove"), card);
    remove->setProperty("tool", QStringLiteral("remove"));
    card->foldable()->addTool(remove);
    connect(remove, &QToolButton::clicked, this,
            [this, card] { context()->set(card->path(), {}, EditContext::How::Step, path()); });
    m_layout->insertWidget(m_layout->count() - 1, card);
    m_cards.append(card);
    return card;
}

void StructMapEditor::refresh()
{
    const bool different = isMixed();
    m_note->setVisible(different);
    const Map entries = different ? Map() : value().map();
    while (m_cards.size() < entries.size())
        addCard();
    while (m_cards.size() > entries.size()) {
        m_cards.last()->hide();
        m_cards.takeLast()->deleteLater();
    }
    qsizetype i = 0;
    for (const auto &[key, item] : entries) {
        Card *card = m_cards[i++];
        card->setPath(path().key(key));
        const QString part = QStringLiteral("key/") + key;
        const ResourcePtr self = context()->resource();
        if (context()->isSingle() && self && findPart(context()->topology().kinds(), *self, part))
            card->setPart(part);
        if (auto *editor = card->findChild<KeyEditor *>())
            editor->setKey(path(), key);
        QStringList words{keptSummary(context(), key),
                          summary(context()->topology(), spec().fields, item)};
        words.removeAll(QString());
        card->refresh(key, words.join(QStringLiteral(" · ")));
        if (auto *remove =
                card->foldable()->findChild<QToolButton *>(QString(), Qt::FindDirectChildrenOnly))
            remove->setObjectName(QStringLiteral("remove:") + card->path().text());
    }
}

bool StructMapEditor::reveal(const Path &to)
{
    for (Card *card : std::as_const(m_cards)) {
        if (to.startsWith(card->path())) {
            card->foldable()->setFolded(false);
            if (to.size() > card->path().size())
                return card->reveal(to);
            if (auto *editor = card->findChild<KeyEditor *>())
                editor->focusKey();
            return true;
        }
    }
    return !m_cards.isEmpty() && m_cards.first()->reveal(m_cards.first()->path());
}

void StructMapEditor::addItem()
{
    m_new->show();
    m_new->setFocus(Qt::OtherFocusReason);
}

void StructMapEditor::commitNew()
{
    const QString key = m_new->text();
    if (key.isEmpty()) {
        m_new->hide();
        setProblem({});
        return;
    }
    if (value().map().contains(key))
        return;
    m_new->clear();
    setProblem({});
    // The next thing to type is the next key.
    if (!m_new->hasFocus())
        m_new->hide();
    context()->set(path().key(key), Map(), EditContext::How::Step);
}

} // namespace chartwright
