// SPDX-License-Identifier: Apache-2.0
#include "app/scale_dialog.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace chartwright {

ScaleDialog::ScaleDialog(const QString &name, int replicas, QWidget *parent)
    : QDialog(parent), m_replicas(new QSpinBox(this)),
      m_drawing(new QRadioButton(tr("&Draw it: the next apply or upgrade brings it"), this))
{
    setWindowTitle(tr("Scale %1").arg(name));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(10);
    auto *label = new QLabel(tr("&Pods"), this);
    label->setBuddy(m_replicas);
    m_replicas->setObjectName(u"replicas"_s);
    m_replicas->setRange(0, 10'000);
    m_replicas->setValue(replicas);
    auto *row = new QHBoxLayout;
    row->addWidget(label);
    row->addWidget(m_replicas);
    row->addStretch(1);
    layout->addLayout(row);
    m_drawing->setObjectName(u"drawing"_s);
    m_drawing->setChecked(true);
    layout->addWidget(m_drawing);
    auto *live = new QRadioButton(tr("In the &cluster alone, now"), this);
    live->setObjectName(u"live"_s);
    layout->addWidget(live);
    auto *note = new QLabel(tr("The number in the cluster is then not the drawn one: the next "
                               "apply asks who is right, Helm 4 stops at it, and Helm 3 sets it "
                               "back."),
                            this);
    note->setTextFormat(Qt::PlainText);
    note->setWordWrap(true);
    note->setMinimumWidth(380);
    note->setForegroundRole(QPalette::PlaceholderText);
    layout->addWidget(note);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    buttons->button(QDialogButtonBox::Ok)->setObjectName(u"ok"_s);
    buttons->button(QDialogButtonBox::Ok)->setText(tr("&Scale"));
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    m_replicas->selectAll();
}

int ScaleDialog::replicas() const { return m_replicas->value(); }
bool ScaleDialog::intoDrawing() const { return m_drawing->isChecked(); }

} // namespace chartwright
