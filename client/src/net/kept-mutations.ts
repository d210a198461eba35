// What waits on a phone is kept by the name of its mutation, and sent with the text that the server knows today.
import { MUTATIONS } from '../generated/mutations.ts';

/** Until version 0.1 what waited was kept by the hash of its text: these are the hashes of that time. */
const FORMER: ReadonlyMap<string, string> = new Map([
  ['43b8365310d0359a3c0ba3e56abf9c658db3a9a3c035a3149cd09c28f4ab117e', 'CreateTicket'],
  ['3a11d06db94a56cdb78e26ab62992c6d81bc9f815f344867b98fc8ccc5284668', 'AcceptTicket'],
  ['79920ab5d76a9434808d83edc0cab7055e722fe1d864ca793f78fd05d3344129', 'ArriveTicket'],
  ['024f6d946c7bde971e746790abb12beb2e575564cdd4378d6fdc3f54be5ba267', 'ConfirmTicket'],
  ['5d9cff8c2cdb2f718cc48e095c367beccffba62b8a3ae48a3ea7f82aff8239ed', 'DispatchTicket'],
  ['aba164798d08f89ace5f95bfd1329b82a82c82dfbc4b1ae1fa35bd7c8db580e4', 'TriageTicket'],
  ['f89aefcaad6d278a0e8daf26e726b64403289398036a590d2ffb2db521292648', 'ResolveTicket'],
  ['77daa21e84c27a8df3d86d0f44079a4b2ee6037280e0bff5032209f3d15430a6', 'MediationEndTicket'],
  ['b425486d2fd3022243eef1b6a9752a021fa55d8fce2aa4884b2e5c58c50b70bd', 'DepartTicket'],
  ['c109cf8c99e729071f278896114623fe8f3277a80944777d7406f946b10b0e11', 'RecallTicket'],
  ['87f3fe27be8798e46dadbdf1a44cf6b1c637d01a965d6032ec98735601beabcb', 'NoteTicket'],
  ['9164a464cc2f347e4c1d37671f0a71f6926ba70f293c59d9914fe1627ce03dba', 'DeclineTicket'],
  ['772c99cc6ee544d671c852ee2fb1474ee637aa44f1420fc9ba5be9f244bd51b8', 'UrgeTicket'],
  ['87bf9fd31a88b7bf64decba21ca1ab96247d370036182e7dce3d0a6151e0e440', 'ReopenTicket'],
  ['6f5aa7cb7bbf57bcac0fc6572c00c095063eaddccf6017fa72b19b480bdd1304', 'AppealTicket'],
  ['672434ae47c9b50407048c1b1d811f91a724fa27d1793d6f98d2abc335e355c7', 'AskTicket'],
  ['18af6a6c5a2fa6330535001faad9bc4f689285ebeb3b8f50b3f469603c37c2d1', 'TransferTicket'],
  ['11ea880d780d02c33ef2b6ce7a0d451693757ebc9f9eb8f5823804a252c04e6d', 'SplitTicket'],
  ['b3b7236db56e1117a0c1b0fefe28ef8c7ef1e78f3e8d7587a1b71ac82dc92e47', 'MediateTicket'],
  ['f8f8eb4057ea57c330c73b485c3fd8b0b1bcef0481a41c8d198a8eeff126cdd5', 'EscalateTicket'],
  ['047d47a9af81ba330cbc4618aff1820bd05692941b35a5bac05c8f0412db4d24', 'RejectTicket'],
  ['4ac2d475cc17ddb3aae751a250e54f2b36a9b72c1a65662b89ba8eeff3fd62a8', 'WithdrawTicket'],
  ['19a1a1cc6ea1e8fb168586d8434be26dff95171f27adc5a4c2a416a1022e7476', 'CheckIn'],
  ['f3dab790d7d4bdd2f95534fa35542d3f25a285777e9cd4e4fe1cc6d0db0473a8', 'CheckOut'],
  ['9ac1b7114b6e5c3a824d3a7fefab86d7760b0aae54915980a7f67e2c5a870fa7', 'VisitPoint'],
  ['5958a4d8b4b293a7020c3379fe0b2a3fa71bd38d4999bb73788517bad45a546e', 'VisitPlanPoint'],
  ['750b5ad820c2cd36718e03e999e98263e8eccbcad1204415a91483e848addd68', 'StartRun'],
  ['46745936955f77879d2c7ecf511d00ae51fa1876457eea470a70529a24adc2b6', 'EndRun'],
]);

/** By which hash the server knows a mutation now; undefined: there is none of that name any more. */
export function hashOfMutation(name: string): string | undefined {
  return MUTATIONS[name];
}

/** The name of a mutation that was kept by its hash. A report is known by what it says, whatever its hash; null: unknown. */
export function nameOfFormer(hash: string, input: Record<string, unknown>): string | null {
  return FORMER.get(hash) ?? ('category' in input && !('ticketId' in input) ? 'CreateTicket' : null);
}
