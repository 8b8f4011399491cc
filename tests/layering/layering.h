// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QStringList>

// Static libraries do not keep an upward call from linking, so the sources themselves are read.
// Each function gives one line a breach, "file:line: what", with files relative to the root.
namespace layering {

// The folders of src/, lowest first; a folder includes and links only itself and those before it.
QStringList order();

QStringList checkFolders(const QString &root);  // every folder of src/ has a place in the order
QStringList checkIncludes(const QString &root); // includes upward, or with a relative path
QStringList checkLinks(const QString &root);    // links upward, includes without a link
QStringList checkNoGui(const QString &root);    // QtGui or above it down to cli
QStringList checkLicences(const QString &root); // the SPDX line at the top of each source

} // namespace layering
