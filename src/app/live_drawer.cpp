// SPDX-License-Identifier: Apache-2.0
#include "app/live_drawer.h"

#include "app/manifest_importer.h"
#include "cluster/plain_text.h"
#include "deploy/live_objects.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace chartwright {

DrawLiveDialog::DrawLiveDialog(ClusterDesk *desk, ProjectSession *session,
                               ManifestImporter *importer, QWidget *window)
    : QDialog(window), m_desk(desk), m_session(session), m_importer(importer),
      m_context(new QComboBox(this)), m_ns(new QComboBox(this)), m_selector(new QLineEdit(this)),
      m_values(new QCheckBox(
          tr("Read the &values of Secrets too, and ask whether to keep them in the keychain"),
          this)),
      m_state(new QLabel(this)), m_go(new QPushButton(tr("&Draw"), this))
{
    setObjectName(u"drawLive"_s);
    setWindowTitle(tr("Draw from a Cluster"));
    m_context->setObjectName(u"draw:context"_s);
    const QStringList contexts = desk->contexts();
    for (const QString &context : contexts)
        m_context->addItem(shownName(context), context);
    m_ns->setObjectName(u"draw:ns"_s);
    m_ns->setEditable(true);
    m_ns->setInsertPolicy(QComboBox::NoInsert);
    m_selector->setObjectName(u"draw:selector"_s);
    m_selector->setPlaceholderText(tr("all; or app=shop,tier!=test"));
    m_values->setObjectName(u"draw:values"_s);
    m_state->setObjectName(u"draw:state"_s);
    m_state->setTextFormat(Qt::PlainText);
    m_state->setWordWrap(true);
    m_state->setForegroundRole(QPalette::PlaceholderText);
    m_go->setObjectName(u"draw:go"_s);
    m_go->setDefault(true);
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(12);
    form->setVerticalSpacing(8);
    form->addRow(tr("&Context"), m_context);
    form->addRow(tr("&Namespace"), m_ns);
    form->addRow(tr("&Label selector"), m_selector);
    form->addRow(QString(), m_values);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    cancel->setAutoDefault(false);
    auto *row = new QHBoxLayout;
    row->addStretch(1);
    row->addWidget(cancel);
    row->addWidget(m_go);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    layout->addLayout(form);
    layout->addWidget(m_state);
    layout->addLayout(row);
    setMinimumWidth(520);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_go, &QPushButton::clicked, this, &DrawLiveDialog::go);
    const ClusterDesk::Choice to = desk->choice();
    m_context->setCurrentIndex(m_context->findData(to.context));
    m_ns->setCurrentText(to.ns);
    const auto connectToCurrent = [this] { connectTo(m_context->currentData().toString()); };
    connect(m_context, &QComboBox::currentIndexChanged, this, connectToCurrent);
    connectToCurrent();
}

DrawLiveDialog::~DrawLiveDialog() = default;

void DrawLiveDialog::say(const QString &text) { m_state->setText(text); }

void DrawLiveDialog::connectTo(const QString &context)
{
    if (m_connection)
        m_connection->disconnect(this);
    m_connection.reset();
    const auto there = m_desk->connection(context);
    m_go->setEnabled(there.has_value());
    if (!there)
        return say(m_context->count() == 0 ? tr("There is no kubeconfig with a context.")
                                           : there.error().text());
    m_connection = *there;
    connect(m_connection.get(), &ClusterConnection::changed, this, &DrawLiveDialog::showConnection);
    if (m_connection->state() == ClusterConnection::State::Reachable || m_desk->wouldAsk(context))
        showConnection();
    else
        m_connection->ask();
}

void DrawLiveDialog::showConnection()
{
    using State = ClusterConnection::State;
    const State state = m_connection->state();
    say(state == State::Failed   ? m_connection->failure().error.text()
        : state == State::Asking ? tr("Asking…")
                                 : tr("Becomes a new drawing. What the cluster made by itself "
                                      "is left out; nothing is changed there."));
    if (const auto &all = m_connection->namespaces()) {
        const QString typed = m_ns->currentText();
        m_ns->clear();
        m_ns->addItems(*all);
        m_ns->setCurrentText(typed);
    }
}

void DrawLiveDialog::go()
{
    if (m_run || !m_connection)
        return;
    m_go->setEnabled(false);
    const LiveObjectsQuery query{m_ns->currentText(), m_selector->text().trimmed(),
                                 m_values->isChecked()};
    m_run = new LiveObjectsRun(m_connection->client(), m_connection->kinds(), query, this);
    connect(m_run, &LiveObjectsRun::progressed, this,
            [this](int done, int all) { say(tr("Reading: %1 of %2").arg(done).arg(all)); });
    m_run->start([this, query](const ApiResult<LiveObjectsRun::Found> &found) {
        if (m_run)
            m_run->deleteLater();
        m_go->setEnabled(true);
        if (!found)
            return say(found.error().error.text());
        if (found->objects.isEmpty())
            return say(tr("There is nothing to draw in %1.").arg(query.ns));
        QList<ManifestObject> objects;
        for (const Value &object : found->objects) {
            objects.append({object, object[u"kind"].toString() + u' ' + query.ns + u'/' +
                                        object[u"metadata"][u"name"].toString()});
        }
        if (!m_session->openStarter(u"empty"_s))
            return;
        accept();
        m_importer->importObjects(tr("The namespace %1").arg(query.ns), objects);
    });
}

} // namespace chartwright
