// SPDX-License-Identifier: Apache-2.0
#include "app/missing_values_dialog.h"

#include "base/value_id.h"
#include "cluster/plain_text.h"
#include "secrets/generator.h"

#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace chartwright {
namespace {

constexpr int GeneratedLength = 32;

/// The text of a field stays in Qt's own memory until it is overwritten.
void clear(QLineEdit *field)
{
    field->setText(QString(field->text().size(), u'x'));
    field->clear();
}

} // namespace

MissingValuesDialog::MissingValuesDialog(const QList<SecretKey> &missing, QWidget *parent)
    : QDialog(parent), m_missing(missing), m_keep(new QPushButton(tr("&Keep and Deploy"), this))
{
    setObjectName(u"MissingValuesDialog"_s);
    setWindowTitle(tr("Values of Secrets"));
    auto *note = new QLabel(tr("Pods wait for values that nobody has entered yet. They are kept in "
                               "the keychain of this system, and brought to the cluster from "
                               "there."),
                            this);
    note->setWordWrap(true);
    auto *form = new QWidget;
    auto *grid = new QGridLayout(form);
    grid->setContentsMargins(0, 0, 4, 0);
    grid->setColumnStretch(1, 1);
    for (int i = 0; i < m_missing.size(); ++i) {
        const SecretKey &key = m_missing[i];
        auto *label = new QLabel(shownName(key.key), form);
        label->setTextFormat(Qt::PlainText);
        auto *field = new QLineEdit(form);
        field->setObjectName(u"value:%1:%2"_s.arg(key.secret, key.key));
        field->setEchoMode(QLineEdit::Password);
        field->setAccessibleName(tr("%1 of %2").arg(key.key, key.secret));
        field->setPlaceholderText(shownName(key.secret));
        label->setBuddy(field);
        auto *generateIt = new QPushButton(tr("Generate"), form);
        generateIt->setObjectName(u"generate:%1:%2"_s.arg(key.secret, key.key));
        generateIt->setAutoDefault(false);
        generateIt->setToolTip(tr("%1 random letters and digits").arg(GeneratedLength));
        connect(generateIt, &QPushButton::clicked, field, [field] {
            if (const auto value = generate(GeneratedLength, Alphabet::Alphanumeric))
                field->setText(QString::fromLatin1(value->view()));
        });
        connect(field, &QLineEdit::textChanged, this, &MissingValuesDialog::updateKeep);
        grid->addWidget(label, i, 0);
        grid->addWidget(field, i, 1);
        grid->addWidget(generateIt, i, 2);
        m_fields.append(field);
    }
    grid->setRowStretch(int(m_missing.size()), 1);
    auto *area = new QScrollArea(this);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidget(form);
    auto *without = new QPushButton(tr("Deploy &Without Them"), this);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    m_keep->setObjectName(u"keep"_s);
    m_keep->setDefault(true);
    without->setObjectName(u"without"_s);
    cancel->setObjectName(u"cancel"_s);
    for (QPushButton *button : {without, cancel})
        button->setAutoDefault(false);
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
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(12);
    layout->addWidget(note);
    layout->addWidget(area, 1);
    layout->addLayout(buttons);
    resize(560, std::min(520, 150 + 36 * int(m_missing.size())));
    if (!m_fields.isEmpty())
        m_fields.first()->setFocus();
    updateKeep();
}

MissingValuesDialog::~MissingValuesDialog()
{
    for (QLineEdit *field : std::as_const(m_fields))
        clear(field);
}

void MissingValuesDialog::updateKeep()
{
    m_keep->setEnabled(std::any_of(m_fields.begin(), m_fields.end(),
                                   [](const QLineEdit *f) { return !f->text().isEmpty(); }));
}

std::vector<ValueToKeep> MissingValuesDialog::takeValues(const QString &document)
{
    std::vector<ValueToKeep> out;
    m_entered.clear();
    for (int i = 0; i < m_missing.size(); ++i) {
        if (m_fields[i]->text().isEmpty())
            continue;
        SecretKey key = m_missing[i];
        key.id = newValueId();
        QByteArray bytes = m_fields[i]->text().toUtf8();
        out.push_back({{key.id, document, key.secret, key.key, {}, {}}, SecretValue::take(bytes)});
        clear(m_fields[i]);
        m_entered.append(key);
    }
    return out;
}

} // namespace chartwright
