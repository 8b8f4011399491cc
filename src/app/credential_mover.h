// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/project_session.h"
#include "checks/credential_move.h"

namespace chartwright {

class ValueKeeper;

/// Moves a credential from the drawing into the keychain, where the person says so, and leaves it
/// neither in the history nor in what is kept for a recovery. Main thread only.
class CredentialMover : public QObject
{
    Q_OBJECT
public:
    CredentialMover(Document *document, ProjectSession *session, ValueKeeper *keeper,
                    QWidget *window);

    /// A finding that movesCredential(). Asks first; goes on later.
    void move(const Finding &finding);

signals:
    /// `isFiled`: the project's file holds the value until the drawing is saved.
    void moved(const QString &text, bool isFiled);

private:
    bool mayMove(const CredentialMove &plan);
    void finish(const Finding &finding, const QString &id, const CredentialMove &kept);
    void sayGone();

    Document *m_document;
    ProjectSession *m_session;
    ValueKeeper *m_keeper;
    QWidget *m_window;
};

} // namespace chartwright
