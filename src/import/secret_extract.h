// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "import/import_note.h"
#include "import/manifest_file.h"
#include "secrets/secret_value.h"

#include <vector>

/// The values of Secrets on their way from a manifest to the keychain. A part of manifest_import.h.
namespace chartwright {

/// The value of a key of a Secret, by the Secret's namespace and name.
struct ExtractedValue
{
    QString ns, secret, key;
    SecretValue value;
};

/// Takes the values out of all Secrets: what stood there is overwritten in place, for everybody who
/// shares it, and is null afterwards. `data` is decoded; of a key in both, stringData counts, as in
/// the cluster. What is no base64 is told in `notes`, and lost.
std::vector<ExtractedValue> extractSecrets(QList<ManifestObject> &objects,
                                           QList<ImportNote> &notes);

} // namespace chartwright
