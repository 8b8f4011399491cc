// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/project_session.h"
#include "secrets/value_keeper.h"
#include "secrets/value_survey.h"

namespace chartwright {

/// Keeps the keychain in step with the open drawing: copies of keys get copies of their values, the
/// index learns which document holds what, and the rules learn of the values (ValueWatch). Main
/// thread.
class SecretDesk : public QObject
{
    Q_OBJECT
public:
    SecretDesk(Document *document, ProjectSession *session, QObject *parent);

    ValueKeeper *keeper() { return &m_keeper; }
    OpenDrawing openDrawing() const;

signals:
    void trouble(const QString &text);

private:
    QList<IndexEntry> entries() const;
    void copy(const QHash<QString, QString> &ids);

    Document *m_document;
    ValueKeeper m_keeper;
};

} // namespace chartwright
