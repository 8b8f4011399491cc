// SPDX-License-Identifier: Apache-2.0
#include "app/minikube_dialog.h"

#include "cluster/plain_text.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace chartwright {

MinikubeDialog::MinikubeDialog(const QString &profile, const MinikubeSettings &settings,
                               QWidget *parent)
    : QDialog(parent), m_driver(new QComboBox(this)), m_cpus(new QSpinBox(this)),
      m_memory(new QSpinBox(this))
{
    setObjectName(u"MinikubeDialog"_s);
    setWindowTitle(tr("Minikube"));
    auto *note = new QLabel(tr("For making the profile %1. One that is there already keeps what it "
                               "was made with.")
                                .arg(shownName(profile)),
                            this);
    note->setTextFormat(Qt::PlainText);
    note->setWordWrap(true);
    m_driver->setObjectName(u"driver"_s);
    m_driver->addItem(tr("The one that Minikube finds"), QString());
    for (const char *driver :
         {"docker", "podman", "kvm2", "qemu2", "virtualbox", "hyperv", "vfkit", "none"})
        m_driver->addItem(QString::fromLatin1(driver), QString::fromLatin1(driver));
    m_driver->setCurrentIndex(std::max(0, m_driver->findData(settings.driver)));
    m_cpus->setObjectName(u"cpus"_s);
    m_cpus->setRange(2, 256);
    m_cpus->setValue(settings.cpus);
    m_memory->setObjectName(u"memory"_s);
    m_memory->setRange(1800, 1'000'000);
    m_memory->setSingleStep(256);
    m_memory->setSuffix(tr(" MB"));
    m_memory->setGroupSeparatorShown(true);
    m_memory->setValue(settings.memoryMb);
    auto *form = new QFormLayout;
    form->addRow(tr("&Driver"), m_driver);
    form->addRow(tr("&Processors"), m_cpus);
    form->addRow(tr("&Memory"), m_memory);
    auto *use = new QPushButton(tr("&Use"), this);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    use->setObjectName(u"use"_s);
    use->setDefault(true);
    cancel->setObjectName(u"cancel"_s);
    connect(use, &QPushButton::clicked, this, &QDialog::accept);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(use);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(12);
    layout->addWidget(note);
    layout->addLayout(form);
    layout->addStretch(1);
    layout->addLayout(buttons);
    resize(420, 220);
}

MinikubeSettings MinikubeDialog::settings() const
{
    return {m_driver->currentData().toString(), m_cpus->value(), m_memory->value()};
}

} // namespace chartwright
