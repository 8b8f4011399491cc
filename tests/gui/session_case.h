// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/project_session.h"
#include "document/selection.h"
#include "support/test_case.h"

#include <QTemporaryDir>
#include <QWidget>

// A document with its session and settings, without a window's widgets; a folder for its files.
class SessionCase : public TestCase
{
    Q_OBJECT

protected slots:
    void init() override;
    void cleanup();

protected:
    void insert(const QString &kind);
    void write(const QString &path, const QByteArray &bytes) const;
    QByteArray read(const QString &path) const;
    QString folder(const QString &name) const { return m_dir->filePath(name); }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<QWidget> m_window;
    std::unique_ptr<chartwright::Settings> m_settings;
    std::unique_ptr<chartwright::Document> m_document;
    chartwright::Selection *m_selection = nullptr;
    chartwright::ProjectSession *m_session = nullptr;
};
