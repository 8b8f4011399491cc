// SPDX-License-Identifier: Apache-2.0
#include "app/missing_values_dialog.h"

#include "base/value_id.h"
#include "cluster/plain_text.h"
#include "panels/panel_style.h"
#include "panels/secret_dialog.h"
#include "secrets/generator.h"
#include "secrets/secret_types.h"
#include "secrets/verdict.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace chartwright {
namespace {

constexpr int GeneratedLength = 32;

} // namespace

QWidget *MissingValuesDialog::Field::widget() const
{
    return line ? static_cast<QWidget *>(line) : lines;
}

QString MissingValuesDialog::Field::text() const
{
    return line ? line->text() : lines->toPlainText();
}

/// The text of a field stays in Qt's own memory until it is overwritten.
void MissingValuesDialog::Field::clear() const
{
    if (lines)
        return lines->clear();
    line->setText(QString(line->text().size(), u'x'));
    line->clear();
}

MissingValuesDialog::MissingValuesDialog(const QList<SecretKey> &missing, For purpose,
                                         QWidget *parent)
    : QDialog(parent), m_note(new QLabel(this))
{
    setObjectName(u"MissingValuesDialog"_s);
    setWindowTitle(tr("Values of Secrets"));
    auto *text = new QLabel(tr("Pods wait for values that nobody has entered yet. They are kept in "
                               "the keychain of this system, and brought to the cluster from "
                               "there."),
                            this);
    text->setWordWrap(true);
    for (const SecretKey &key : missing)
        m_fields.append(Field{key});
    auto *area = new QScrollArea(this);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setFocusPolicy(Qt::NoFocus); // Tab goes from field to field
    area->setWidget(buildForm());
    auto *shown = new QCheckBox(tr("&Show What Is Entered"), this);
    shown->setObjectName(u"shown"_s);
    connect(shown, &QCheckBox::toggled, this, [this](bool isShown) {
        for (const Field &field : std::as_const(m_fields)) {
            if (field.line)
                field.line->setEchoMode(isShown ? QLineEdit::Normal : QLineEdit::Password);
        }
    });
    m_note->setObjectName(u"note"_s);
    m_note->setTextFormat(Qt::PlainText);
    m_note->setWordWrap(true);
    m_note->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(12);
    layout->addWidget(text);
    layout->addWidget(area, 1);
    layout->addWidget(m_note);
    layout->addWidget(shown);
    layout->addLayout(buildButtons(purpose));
    if (!m_fields.isEmpty())
        m_fields.first().widget()->setFocus();
}

MissingValuesDialog::~MissingValuesDialog()
{
    for (const Field &field : std::as_const(m_fields)) {
        field.widget()->disconnect(this);
        field.clear();
    }
}

/// Below the name of each Secret its keys.
QWidget *MissingValuesDialog::buildForm()
{
    m_form = new QWidget;
    auto *grid = new QGridLayout(m_form);
    grid->setContentsMargins(0, 0, 4, 0);
    grid->setHorizontalSpacing(12);
    grid->setColumnStretch(1, 1);
    int row = 0;
    QString secret;
    for (Field &field : m_fields) {
        if (std::exchange(secret, field.key.secret) != field.key.secret) {
            auto *title = new QLabel(shownName(secret), m_form);
            title->setTextFormat(Qt::PlainText);
            QFont bold = title->font();
            bold.setWeight(QFont::DemiBold);
            title->setFont(bold);
            if (row > 0)
                grid->setRowMinimumHeight(row++, 8);
            grid->addWidget(title, row++, 0, 1, 3);
        }
        auto *label = new QLabel(shownName(field.key.key), m_form);
        label->setTextFormat(Qt::PlainText);
        grid->addWidget(label, row, 0);
        if (hasLines(field.key.key)) {
            field.lines = new QPlainTextEdit(m_form);
            field.lines->setTabChangesFocus(true);
            field.lines->setFixedHeight(field.lines->fontMetrics().lineSpacing() * 4 + 12);
            grid->setAlignment(label, Qt::AlignTop);
        } else {
            field.line = new QLineEdit(m_form);
            field.line->setEchoMode(QLineEdit::Password);
        }
        label->setBuddy(field.widget());
        addField(grid, row++, field);
    }
    grid->setRowStretch(row, 1);
    return m_form;
}

void MissingValuesDialog::addField(QGridLayout *grid, int row, const Field &field)
{
    const SecretKey &key = field.key;
    field.widget()->setObjectName(u"value:%1:%2"_s.arg(key.secret, key.key));
    field.widget()->setAccessibleName(tr("%1 of %2").arg(key.key, key.secret));
    const auto changed = [this, field] { judgeField(field); };
    if (field.lines)
        connect(field.lines, &QPlainTextEdit::textChanged, this, changed);
    else
        connect(field.line, &QLineEdit::textChanged, this, changed);
    if (!canBeRandom(key.key)) {
        grid->addWidget(field.widget(), row, 1, 1, 2);
        return;
    }
    auto *generateIt = new QPushButton(tr("Generate"), m_form);
    generateIt->setObjectName(u"generate:%1:%2"_s.arg(key.secret, key.key));
    generateIt->setAccessibleName(tr("Generate %1").arg(key.key));
    generateIt->setToolTip(tr("%1 random letters and digits").arg(GeneratedLength));
    connect(generateIt, &QPushButton::clicked, field.line, [line = field.line] {
        if (const auto value = generate(GeneratedLength, Alphabet::Alphanumeric))
            line->setText(QString::fromLatin1(value->view()));
    });
    grid->addWidget(field.line, row, 1);
    grid->addWidget(generateIt, row, 2);
}

QLayout *MissingValuesDialog::buildButtons(For purpose)
{
    const bool isDeploy = purpose == For::Deploy;
    auto *without =
        new QPushButton(isDeploy ? tr("Deploy &Without Them") : tr("Apply &Without Them"), this);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    m_keep = new QPushButton(isDeploy ? tr("&Keep and Deploy") : tr("&Keep and Apply"), this);
    m_keep->setObjectName(u"keep"_s);
    m_keep->setDefault(true);
    m_keep->setEnabled(false);
    without->setObjectName(u"without"_s);
    cancel->setObjectName(u"cancel"_s);
    connect(m_keep, &QPushButton::clicked, this, &QDialog::accept);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(without, &QPushButton::clicked, this, [this] {
        emit leftOut();
        done(QDialog::Accepted + 1);
    });
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(without);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_keep);
    return buttons;
}

/// Of a value that is being typed nothing is said but what is odd about it.
void MissingValuesDialog::judgeField(const Field &changed)
{
    m_keep->setEnabled(std::any_of(m_fields.begin(), m_fields.end(),
                                   [](const Field &f) { return !f.text().isEmpty(); }));
    QString text = changed.text();
    text.detach(); // what is wiped is our copy
    const SecretValue value = SecretValue::take(text);
    const QString odd = value.isEmpty() ? QString() : verdictText(judge(value), changed.key.key);
    m_note->setText(odd.isEmpty() ? odd : shownName(changed.key.key) + u": "_s + odd);
    m_note->setVisible(!odd.isEmpty());
    style::growToFit(this);
}

/// All fields are seen at once, where the screen has the room.
void MissingValuesDialog::showEvent(QShowEvent *event)
{
    QDialog::showEvent(event);
    if (event->spontaneous())
        return;
    const QSize most = screen()->availableSize() * 4 / 5;
    const QSize form = m_form->sizeHint();
    auto *area = findChild<QScrollArea *>();
    area->setMinimumHeight(std::min(form.height(), most.height() / 2));
    resize(std::clamp(form.width() + 60, 560, most.width()), 100);
    style::growToFit(this);
}

/// Return in a field is not yet the end of it while others are empty.
void MissingValuesDialog::keyPressEvent(QKeyEvent *event)
{
    const auto here = std::find_if(m_fields.cbegin(), m_fields.cend(), [this](const Field &f) {
        return f.line && f.line == focusWidget();
    });
    const bool isReturn = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isReturn && here != m_fields.cend()) {
        const auto next = std::find_if(std::next(here), m_fields.cend(),
                                       [](const Field &f) { return f.text().isEmpty(); });
        if (next != m_fields.cend())
            return next->widget()->setFocus(Qt::TabFocusReason);
    }
    QDialog::keyPressEvent(event);
}

std::vector<ValueToKeep> MissingValuesDialog::takeValues(const QString &document)
{
    std::vector<ValueToKeep> out;
    m_entered.clear();
    for (const Field &field : std::as_const(m_fields)) {
        if (field.text().isEmpty())
            continue;
        SecretKey key = field.key;
        key.id = newValueId();
        QString text = field.text();
        text.detach(); // what is wiped is our copy
        out.push_back({{key.id, document, key.secret, key.key, {}, {}}, SecretValue::take(text)});
        field.clear();
        m_entered.append(key);
    }
    return out;
}

} // namespace chartwright
