// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/cluster_desk.h"

#include <QDialog>
#include <QPointer>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace chartwright {

class LiveObjectsRun;
class ManifestImporter;

/// What of a cluster is to be drawn: a namespace, or what a label selects in it. Becomes a new
/// drawing; the one that is open is asked about before. Object names: "draw:context", "draw:ns",
/// "draw:selector", "draw:values", "draw:state", "draw:go".
class DrawLiveDialog : public QDialog
{
    Q_OBJECT
public:
    DrawLiveDialog(ClusterDesk *desk, ProjectSession *session, ManifestImporter *importer,
                   QWidget *window);
    ~DrawLiveDialog() override;

private:
    void connectTo(const QString &context);
    void showConnection();
    void go();
    void say(const QString &text);

    ClusterDesk *m_desk;
    ProjectSession *m_session;
    ManifestImporter *m_importer;
    QComboBox *m_context, *m_ns;
    QLineEdit *m_selector;
    QCheckBox *m_values;
    QLabel *m_state;
    QPushButton *m_go;
    ClusterDesk::ConnectionPtr m_connection;
    QPointer<LiveObjectsRun> m_run;
};

} // namespace chartwright
