//! Parameters of a synchronization.

use keysync::domain::sync::cloud::Cloud;
use keysync::domain::sync::params::{AzureItem, AzureItems, Containers, Selection, SyncParams, SyncParamsError};

/// API.md §3.3: only Azure has items and backups.
#[test]
fn contradicting_sync_parameters_are_refused() {
    let items = AzureItems::new([AzureItem::Key, AzureItem::Key]);
    assert_eq!(AzureItems::new([]), None);
    assert_eq!(Containers::new(["".to_owned()]), None);
    let new = |cloud, items, backup| SyncParams::new(cloud, Selection::Everything, items, backup).map(|params| params.cloud());
    assert_eq!(new(Cloud::Aws, items, false), Err(SyncParamsError::ItemsWithoutAzure));
    assert_eq!(new(Cloud::Aws, None, true), Err(SyncParamsError::BackupWithoutAzure));
    for cloud in Cloud::ALL {
        assert_eq!(new(cloud, items.filter(|_| cloud == Cloud::Azure), false), Ok(cloud));
        assert_eq!(Cloud::from_wire(cloud.cloud_name()), Some(cloud));
    }
    for (alias, cloud) in
        [("GoogleCloud", Cloud::Gcp), ("google", Cloud::Gcp), ("luna", Cloud::Luna), ("azurecloud", Cloud::Azure)]
    {
        assert_eq!(Cloud::from_wire(alias), Some(cloud));
    }
    let all = SyncParams::new(Cloud::Azure, Selection::Everything, Some(AzureItems::ALL), true).unwrap();
    let expected = serde_json::json!({"cloud_name": "AzureCloud", "synchronize_all": true, "sync_item": ["all"], "take_cloud_key_backup": true});
    assert_eq!(all.to_json(), expected);
}
